"""Leaving an address for the answer, or taking it back, with the code of the receipt."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from stadtgespraech.web.actions.address import forget_address, leave_address
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.forms import AddressForm, CodeForm
from stadtgespraech.web.models import Contribution, Process
from stadtgespraech.web.views.receipt import found_page, with_code


@with_code
def hear(request: HttpRequest, process: Process, contribution: Contribution, form: CodeForm) -> HttpResponse:
    """Note the address, or delete it; show the contribution again."""
    if "forget" in request.POST:
        forget_address(contribution)
        return found_page(request, process, contribution, form, note="forgotten")
    address = AddressForm(request.POST)
    if not address.is_valid():
        return found_page(request, process, contribution, form, status=422, address=address)
    try:
        leave_address(contribution, email=address.cleaned_data["email"])
    except Refused:
        return found_page(request, process, contribution, form, status=409, note="unheard")
    return found_page(request, process, contribution, form, note="address")
