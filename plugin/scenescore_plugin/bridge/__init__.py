"""The bridge: a server on this computer alone, by which panels inside editing programs score.

A panel that may start no process (Premiere Pro's) speaks with it over a WebSocket. `announce` says
where it listens and by which token, `guard` who is let in, `protocol` what is said, `desk` what is
done for one client, `switchboard` who answers for an editing program, `server` runs it.

Nothing is imported here: the command line looks at `command` whenever it starts.
"""
