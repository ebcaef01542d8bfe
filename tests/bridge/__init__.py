"""The bridge: who is let in, what may be asked, what is done."""
