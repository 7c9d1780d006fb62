"""`python -m services.cli`: the same as the command `afterhire`."""

from services.cli.main import main

main()
