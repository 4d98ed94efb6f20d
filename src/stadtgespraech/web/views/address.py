"""Leaving an address for the answer, or taking it back, with the code of the receipt."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from stadtgespraech.web.access import get_process
from stadtgespraech.web.actions.address import forget_address, leave_address
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.forms import AddressForm, CodeForm
from stadtgespraech.web.views.receipt import found_page, held_by, paced, unknown_page


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@paced
def hear(request: HttpRequest, process: str) -> HttpResponse:
    """Note the address, or delete it; show the contribution again."""
    place = get_process(process)
    form = CodeForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect("receipt", process=place.slug)
    contribution = held_by(place, form)
    if contribution is None:
        return unknown_page(request, place, form)
    if "forget" in request.POST:
        forget_address(contribution)
        return found_page(request, place, contribution, form, note="forgotten")
    address = AddressForm(request.POST)
    try:
        if not address.is_valid():
            return found_page(request, place, contribution, form, status=422, address=address)
        leave_address(contribution, email=address.cleaned_data["email"])
    except Refused:
        return found_page(request, place, contribution, form, status=409, note="unheard")
    return found_page(request, place, contribution, form, note="address")
