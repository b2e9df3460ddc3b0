"""What the database refuses about pay: a closed month, its lines and their derivation never change, whoever asks (K2.21, K2.22)."""

from models.archives.guard import Guard

_MONTH = "EXISTS (SELECT 1 FROM pay_month m WHERE m.id = {row}.pay_month_id AND m.state = 'closed')"
_LINE = "EXISTS (SELECT 1 FROM pay_line l WHERE l.id = {row}.pay_line_id AND l.state = 'closed')"
_THAT_LINE = "EXISTS (SELECT 1 FROM pay_line l WHERE l.id = new.id AND l.state = 'closed')"
_THAT_STEP = "EXISTS (SELECT 1 FROM pay_step s JOIN pay_line l ON l.id = s.pay_line_id WHERE s.id = new.id AND l.state = 'closed')"
_KEPT = ("id", "pay_month_id", "person_id", "department_id", "name", "gross", "tax", "net")
_OTHER = " OR ".join(f"new.{name} IS DISTINCT FROM old.{name}" for name in _KEPT)
PAY_GUARDS = (
    # A row that replaces a closed one (INSERT OR REPLACE) is refused as an insert already.
    Guard("pay_month", "INSERT", "pay_closed", "EXISTS (SELECT 1 FROM pay_month m WHERE (m.id = new.id OR m.month_on = new.month_on) AND m.state = 'closed')"),
    Guard("pay_month", "UPDATE", "pay_closed", "old.state = 'closed'"),
    Guard("pay_month", "DELETE", "pay_closed", "old.state = 'closed'"),
    Guard("pay_line", "INSERT", "pay_closed", f"{_MONTH.format(row='new')} OR {_THAT_LINE}"),
    # Its lines close with the month, a moment after it.
    Guard("pay_line", "UPDATE", "pay_closed", f"old.state = 'closed' OR (({_OTHER}) AND ({_MONTH.format(row='old')} OR {_MONTH.format(row='new')}))"),
    Guard("pay_line", "DELETE", "pay_closed", f"old.state = 'closed' OR {_MONTH.format(row='old')}"),
    Guard("pay_step", "INSERT", "pay_closed", f"{_LINE.format(row='new')} OR {_THAT_STEP}"),
    Guard("pay_step", "UPDATE", "pay_closed", f"{_LINE.format(row='old')} OR {_LINE.format(row='new')}"),
    Guard("pay_step", "DELETE", "pay_closed", _LINE.format(row="old")),
)
