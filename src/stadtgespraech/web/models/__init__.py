"""What a site keeps. One noun a file; every table of a process names it, and every uniqueness includes it."""

from stadtgespraech.web.models.account import User
from stadtgespraech.web.models.attempt import Attempt
from stadtgespraech.web.models.audit import Audit
from stadtgespraech.web.models.change import Change, Source
from stadtgespraech.web.models.contribution import Contribution, Part, Place
from stadtgespraech.web.models.decision import Appeal, Decision, Inquiry, Original
from stadtgespraech.web.models.digest import DigestMark
from stadtgespraech.web.models.disposition import Disposition
from stadtgespraech.web.models.edition import Edition, EditionFile, Resolution
from stadtgespraech.web.models.entry import EntryCode
from stadtgespraech.web.models.fold import Fold, fold
from stadtgespraech.web.models.following import Following
from stadtgespraech.web.models.holding import Holding
from stadtgespraech.web.models.invitation import Invitation
from stadtgespraech.web.models.job import Job
from stadtgespraech.web.models.log import Checkpoint, Leaf
from stadtgespraech.web.models.look import Logo, Look
from stadtgespraech.web.models.milestone import Milestone
from stadtgespraech.web.models.origin import Origin, Scan
from stadtgespraech.web.models.outbox import Address, Message
from stadtgespraech.web.models.participation import CityFigures, Participation, Told
from stadtgespraech.web.models.process import Phase, Process, Product, Question, Round
from stadtgespraech.web.models.proposal import Proposal
from stadtgespraech.web.models.report import Report, Ticket
from stadtgespraech.web.models.role import Role
from stadtgespraech.web.models.submission import Point, Reading, Submission
from stadtgespraech.web.models.text import Reference, Text, TextTranslation, Weave, Wording
from stadtgespraech.web.models.unit import Membership, Unit
from stadtgespraech.web.models.use import DeviceUse

__all__ = [
    "Address",
    "Appeal",
    "Attempt",
    "Audit",
    "Change",
    "Checkpoint",
    "CityFigures",
    "Contribution",
    "Decision",
    "DeviceUse",
    "DigestMark",
    "Disposition",
    "Edition",
    "EditionFile",
    "EntryCode",
    "Fold",
    "Following",
    "Holding",
    "Inquiry",
    "Invitation",
    "Job",
    "Leaf",
    "Logo",
    "Look",
    "Membership",
    "Message",
    "Milestone",
    "Origin",
    "Original",
    "Part",
    "Participation",
    "Phase",
    "Place",
    "Point",
    "Process",
    "Product",
    "Proposal",
    "Question",
    "Reading",
    "Reference",
    "Report",
    "Resolution",
    "Role",
    "Round",
    "Scan",
    "Source",
    "Submission",
    "Text",
    "TextTranslation",
    "Ticket",
    "Told",
    "Unit",
    "User",
    "Weave",
    "Wording",
    "fold",
]
