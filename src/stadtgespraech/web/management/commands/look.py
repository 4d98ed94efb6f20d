"""`stadtgespraech manage … look auenstadt`: colours, logo and names of a process, by the actions that pages use."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from stadtgespraech.web.actions.look import NOUNS, name_things, remove_logo, set_logo, set_look
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.models import Look, Process


class Command(BaseCommand):
    help = "Say how a process looks and what it calls things. Without options: show it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("process", help="the first part of its addresses, for instance auenstadt")
        parser.add_argument("--accent", metavar="COLOUR", help="of links and buttons: #rrggbb; empty takes KERN's")
        parser.add_argument("--second", metavar="COLOUR", help="of drawings and bars; empty takes the accent")
        parser.add_argument("--logo", type=Path, metavar="FILE", help="SVG or PNG; needs --alt")
        parser.add_argument("--dark-logo", type=Path, metavar="FILE", help="the same for dark pages")
        parser.add_argument("--alt", metavar="WORDS", help="what the logo shows")
        parser.add_argument("--no-logo", action="store_true", help="take the logo away")
        parser.add_argument("--language", default="de", help="of the names (default: de)")
        parser.add_argument(
            "--name",
            action="append",
            default=[],
            metavar="NOUN=ONE/MANY",
            help=f"a name for {', '.join(NOUNS)}; NOUN= takes the common word again",
        )

    def handle(self, **options: object) -> None:
        process = Process.objects.filter(slug=options["process"]).first()
        if process is None:
            raise CommandError(f"no process {options['process']}")
        try:
            with transaction.atomic():
                self.change(process, options)
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from None
        self.show(process)

    def change(self, process: Process, options: dict[str, object]) -> None:
        """What the options ask for, all of it or nothing."""
        look = Look.objects.filter(process=process).first()
        accent, second = options["accent"], options["second"]
        if accent is not None or second is not None:
            kept = (look.accent, look.second) if look is not None else ("", "")
            colours = [str(kept[at] if value is None else value) for at, value in enumerate((accent, second))]
            set_look(process, accent=colours[0], second=colours[1])
        if options["no_logo"]:
            remove_logo(process)
        words = str(options["alt"] or (look.alternative if look is not None else ""))
        for option, for_dark in (("logo", False), ("dark_logo", True)):
            path = options[option]
            if isinstance(path, Path):
                set_logo(process, data=path.read_bytes(), alternative=words, for_dark=for_dark)
        names = options["name"]
        if isinstance(names, list) and names:
            name_things(process, language=str(options["language"]), names=dict(map(parted, names)))

    def show(self, process: Process) -> None:
        look = Look.objects.select_related("logo", "dark_logo").filter(process=process).first()
        if look is None:
            self.stdout.write(f"{process.slug}: KERN's colours, no logo, common names")
            return
        self.stdout.write(f"accent     {look.accent or 'of KERN'}")
        self.stdout.write(f"second     {look.second or 'the accent'}")
        self.stdout.write(f"logo       {look.logo or 'none'}, dark {look.dark_logo or 'none'}: {look.alternative}")
        for language, names in sorted(look.names.items()):
            for noun, (one, many) in sorted(names.items()):
                self.stdout.write(f"name       {language} {noun} = {one}/{many}")


def parted(words: str) -> tuple[str, tuple[str, str]]:
    """ "disposition=Bewertung/Bewertungen" → the noun and its two forms. A name without a slash is both."""
    noun, _sign, forms = words.partition("=")
    one, slash, many = forms.partition("/")
    return noun, (one, many if slash else one)
