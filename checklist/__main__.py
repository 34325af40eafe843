"""`python -m checklist` is the same program as the `checklist` command."""

from checklist.cli.main import main

if __name__ == "__main__":
    main()
