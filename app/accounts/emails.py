"""E-mail addresses: what is kept, what two spellings of one address have in common, and where a letter goes."""

from email_validator import EmailNotValidError, ValidatedEmail, validate_email


def _read(address: str) -> ValidatedEmail | None:
    try:
        return validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return None


def key_of(address: str) -> str:
    """What tells one address from another, however it is written: the domain in its ASCII form, all letters small."""
    read = _read(address.strip())
    return f"{read.local_part}@{read.ascii_domain}".casefold() if read else address.strip().casefold()


def deliverable(address: str) -> str:
    """The address as mail servers take it best: in ASCII where it has such a form."""
    read = _read(address)
    return (read.ascii_email or read.normalized) if read else address


def is_address(text: str) -> bool:
    """Whether this could be an e-mail address."""
    return _read(text) is not None
