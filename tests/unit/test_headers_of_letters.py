"""Long subjects and senders in any letters arrive as they were written."""

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage

import pytest

from app.foundation.mail import _headers

LONG = [
    "Сообщили новое об идее, которую вы написали, поддержали или отслеживаете: Мост через Обь и ещё что-то длинное",
    "Something was reported about an idea you wrote, support or follow: Мост через Обь",
    "Ідея, яку ви підтримали, дуже змінилася: прочитайте її та підтримайте ще раз — «Ї»",
    "Short",
]


@pytest.mark.parametrize("words", LONG)
def test_a_long_subject_and_a_long_name_keep_their_spaces(words):
    letter = EmailMessage(policy=policy.SMTP.clone(header_factory=_headers))
    letter["Subject"], letter["From"] = words, Address(words.replace(":", "").replace(",", ""), "veche", "example.org")

    written = letter.as_bytes()

    subject = message_from_bytes(written, policy=policy.default)["Subject"]
    name = str(make_header(decode_header(message_from_bytes(written)["From"].replace("\r\n", ""))))
    assert subject == words
    assert name.partition("<")[0].strip() == words.replace(":", "").replace(",", "")
    assert max(len(line) for line in written.split(b"\r\n")) <= 78
