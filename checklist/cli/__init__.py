"""Commands: one module a command group; exit codes live here only."""
