"""All forms about one complaint by number; those about several (P05, P24–P26) and the volume (P23) are made elsewhere."""

from operations.printing.forms import Form
from operations.printing.forms_of_closing import CLOSING_FORMS
from operations.printing.forms_of_handling import HANDLING_FORMS
from operations.printing.forms_of_intake import INTAKE_FORMS

FORMS: dict[str, Form] = {form.code: form for form in (*INTAKE_FORMS, *HANDLING_FORMS, *CLOSING_FORMS)}
