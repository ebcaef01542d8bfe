"""What lies in DaVinci Resolve's script folder: runs in its Python, imports nothing of ours."""
