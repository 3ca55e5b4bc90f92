"""What each command of `afterbell` does: read, call the engine, write, say what came of it.

The command line imports a module of these when its command runs, so that --help answers at once.
"""
