"""Who did what."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from stadtgespraech.web.access import Member
from stadtgespraech.web.models import Audit
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.rooms import ORGANISER

ON_A_PAGE = 50


@door(ORGANISER)
@require_safe
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """The newest first, fifty at a time; those of one act by a link."""
    rows = Audit.objects.filter(process=member.process).select_related("by")
    act = request.GET.get("act", "").replace("\0", "")
    acts = sorted(set(rows.order_by().values_list("act", flat=True).distinct()))
    chosen = rows.filter(act=act) if act else rows
    paper = Paginator(chosen, ON_A_PAGE).get_page(request.GET.get("seite"))
    return show(request, member, "audit", {"paper": paper, "act": act, "acts": acts}, room="office-audit")
