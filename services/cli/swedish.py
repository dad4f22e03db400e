"""In which language does the command line say that it did not understand? Typer knows only English."""

import sys

import typer
from typer import rich_utils
from typer._click.exceptions import MissingParameter, NoArgsIsHelpError, NoSuchOption, UsageError

HEADINGS = {
    "ARGUMENTS_PANEL_TITLE": "Anges",
    "OPTIONS_PANEL_TITLE": "Val",
    "COMMANDS_PANEL_TITLE": "Kommandon",
    "REQUIRED_LONG_STRING": "[måste anges]",
    "DEFAULT_STRING": "[annars: {}]",
}


def run(app: typer.Typer) -> int:
    """The exit code. What is not understood is told in one sentence, with 2."""
    for name, words in HEADINGS.items():
        setattr(rich_utils, name, words)
    try:
        return int(app(standalone_mode=False) or 0)
    except NoArgsIsHelpError as unsaid:
        unsaid.show()
        return unsaid.exit_code
    except UsageError as error:
        help_on = error.ctx.command_path if error.ctx else "lofteskoll"
        print(f"{_sentence(error)} Se `{help_on} --help`.", file=sys.stderr)
        return error.exit_code
    except typer.Abort:
        return 1


def _sentence(error: UsageError) -> str:
    if isinstance(error, MissingParameter) and error.param is not None:
        options = [one for one in error.param.opts if one.startswith("--")]
        return f"{options[0] if options else getattr(error.param, 'metavar', error.param.name)} saknas."
    if isinstance(error, NoSuchOption):
        near = f" Menade du {', '.join(error.possibilities)}?" if error.possibilities else ""
        return f"Det finns inget val {error.option_name}.{near}"
    return f"Kommandot går inte att förstå: {error.format_message().rstrip('.')}."
