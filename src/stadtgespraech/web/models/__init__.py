"""What a site keeps. One noun a file; every table of a process names it, and every uniqueness includes it."""

from stadtgespraech.web.models.account import User
from stadtgespraech.web.models.attempt import Attempt
from stadtgespraech.web.models.audit import Audit
from stadtgespraech.web.models.change import Change, Source
from stadtgespraech.web.models.contribution import Contribution, Part, Place
from stadtgespraech.web.models.digest import DigestMark
from stadtgespraech.web.models.disposition import Disposition
from stadtgespraech.web.models.draft import Draft
from stadtgespraech.web.models.edition import Edition, EditionFile, Resolution
from stadtgespraech.web.models.entry import EntryCode
from stadtgespraech.web.models.fold import Fold, fold
from stadtgespraech.web.models.following import Following
from stadtgespraech.web.models.holding import Holding
from stadtgespraech.web.models.log import Checkpoint, Leaf
from stadtgespraech.web.models.look import Logo, Look
from stadtgespraech.web.models.milestone import Milestone
from stadtgespraech.web.models.outbox import Address, Message
from stadtgespraech.web.models.process import Phase, Process, Product, Question, Round
from stadtgespraech.web.models.report import Report, Ticket
from stadtgespraech.web.models.role import Role
from stadtgespraech.web.models.text import Reference, Text, TextTranslation, Weave, Wording
from stadtgespraech.web.models.use import DeviceUse

__all__ = [
    "Address",
    "Attempt",
    "Audit",
    "Change",
    "Checkpoint",
    "Contribution",
    "DeviceUse",
    "DigestMark",
    "Disposition",
    "Draft",
    "Edition",
    "EditionFile",
    "EntryCode",
    "Fold",
    "Following",
    "Holding",
    "Leaf",
    "Logo",
    "Look",
    "Message",
    "Milestone",
    "Part",
    "Phase",
    "Place",
    "Process",
    "Product",
    "Question",
    "Reference",
    "Report",
    "Resolution",
    "Role",
    "Round",
    "Source",
    "Text",
    "TextTranslation",
    "Ticket",
    "User",
    "Weave",
    "Wording",
    "fold",
]
