"""The demo film "The Keeper's Light": drawn, voiced and cut by code."""
