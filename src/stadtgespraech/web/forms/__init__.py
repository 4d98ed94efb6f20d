"""What people send, checked. Nothing here writes."""

from stadtgespraech.web.forms.account import MessagesForm
from stadtgespraech.web.forms.address import AddressForm
from stadtgespraech.web.forms.capture import CaptureForm
from stadtgespraech.web.forms.code import CodeForm
from stadtgespraech.web.forms.contribution import ContributionForm
from stadtgespraech.web.forms.report import BarrierForm, ReportForm

__all__ = ["AddressForm", "BarrierForm", "CaptureForm", "CodeForm", "ContributionForm", "MessagesForm", "ReportForm"]
