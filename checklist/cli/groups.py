"""Command groups whose commands are modules of this folder, imported only when they are named."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import Any

import click

from checklist.cli.help_text import Context
from checklist.cli.printing import print_lines
from checklist.cli.speech import say


class ModuleGroup(click.Group):
    """A group whose commands are the modules `<prefix>_<name>`, each holding a click command named `command`.

    A new command is one new file. `order` says in which order people need the commands; others follow. `says` names
    the group's help text, where that is to be looked up only when it is shown: a short answer needs no words.
    """

    context_class = Context

    def __init__(
        self, *args: Any, prefix: str, order: tuple[str, ...], says: str | None = None, **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        self._prefix = prefix
        self._order = order
        self._says = says

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help text, looked up now."""
        if self._says is not None:
            self.help = say(self._says)
        super().format_help(ctx, formatter)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the commands that have a module, the most needed first."""
        start = f"{self._prefix}_"
        modules = (info.name for info in pkgutil.iter_modules([str(Path(__file__).parent)]))
        names = {name.removeprefix(start).replace("_", "-") for name in modules if name.startswith(start)}
        return [name for name in self._order if name in names] + sorted(names - set(self._order))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"checklist.cli.{self._prefix}_{cmd_name.replace('-', '_')}")
        command = module.command
        assert isinstance(command, click.Command)  # noqa: S101  # every command module holds one
        command.context_class = Context
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command named; one that reads settings has them laid beneath the words of its command line."""
        name, command, rest = super().resolve_command(ctx, args)
        if name is not None and command is not None and takes_settings(command) and not ctx.resilient_parsing:
            from checklist.cli.settings import RULES, settings_lines, settle

            opts, _, _ = command.make_parser(click.Context(command, info_name=name)).parse_args(list(rest))
            settled = settle(command, name, opts)
            if opts.get("show_settings") is True:
                print_lines(settings_lines(command, opts, settled))
                ctx.exit()
            ctx.default_map = {name: settled.values}
            ctx.meta[RULES] = settled.rules
        return name, command, rest


class SpokenOption(click.Option):
    """An option whose help text, named by `says`, is looked up when it is shown."""

    def __init__(self, *args: Any, says: str, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._says = says

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and what it does."""
        self.help = say(self._says)
        return super().get_help_record(ctx)


def takes_settings(command: click.Command) -> bool:
    """Tell whether a command reads the settings file."""
    return any(parameter.name == "settings" for parameter in command.params)
