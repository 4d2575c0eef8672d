"""Names of campaigns in addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.plan import slugs


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Цифровые сервисы в Югре", "tsifrovye-servisy-v-yugre"),
        ("Цифрові послуги громади", "tsifrovi-poslugi-gromadi"),
        ("Об'єкти та під’їзди", "obekti-ta-pidyizdi"),
        ("Buses, 2026!", "buses-2026"),
        ("New", "new-1"),
        ("…", ""),
    ],
)
def test_an_address_is_made_of_the_title(title, slug):
    assert slugs.slug_of(title) == slug


@pytest.mark.parametrize("slug", ["", "new", "Ugra", "югра", "a--b", "-a", "a-", "a/b", "a" * 61, "a\n"])
def test_what_is_no_address_is_refused(slug):
    assert not slugs.is_fit(slug)


@given(st.text(max_size=300))
def test_what_is_made_of_any_title_is_fit_or_empty(title):
    slug = slugs.slug_of(title)

    assert slug == "" or slugs.is_fit(slug)
