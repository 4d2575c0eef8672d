"""The campaign that is open now."""

from app.demo.story import Piece, Story
from app.demo.ugra_ideas import HEALTH, HELP, IDEAS, PORTAL, ROADS, SCHOOL
from app.demo.ugra_services import SERVICES
from app.demo.ugra_talk import TALKS

NEWS = (
    Piece(
        "Обсуждение началось",
        "Открыты первые три темы: запись к врачу, дневник и связь в посёлках. Идеи можно предлагать уже сейчас.",
        0.2,
    ),
    Piece(
        "Подведены итоги трёх обсуждений",
        "Записаны пять проблем. На каждую можно предложить идею — или поддержать ту, что уже есть.",
        14.2,
    ),
)

UGRA = Story(
    slug="tsifrovye-servisy",
    language="ru",
    zone="Asia/Yekaterinburg",
    region="Югра",
    title="Цифровые сервисы в Югре",
    question="Какие цифровые сервисы округа работают хорошо, а какие мешают — и что в них изменить?",
    purpose=(
        "В округе больше полутора сотен цифровых сервисов: электронный дневник, запись к врачу, выплаты, очередь в детский сад. "
        "Расскажите, где вы споткнулись, и предложите, как сделать проще. Организатор подведёт итог и передаст отобранные идеи ведомствам."
    ),
    organiser="Центр «Открытый округ» (вымышленный)",
    tracks=(HEALTH, SCHOOL, PORTAL, ROADS, HELP),
    length=30,
    today=17,
    winners=5,
    talks=TALKS,
    services=SERVICES,
    news=NEWS,
    rules=(
        "Пишите об одном: одна идея — одно предложение.\n\n"
        "Не называйте телефоны, адреса и имена людей: ни свои, ни чужие.\n\n"
        "Спорьте с мыслью, а не с человеком. Комментарии без уважения к собеседнику скрываются с объяснением."
    ),
    texts={
        "uk": (
            "Цифрові сервіси в Югрі",
            "Які цифрові сервіси округу працюють добре, а які заважають — і що в них змінити?",
        ),
        "en": (
            "Digital services in Ugra",
            "Which digital services of the region work well, which get in the way, and what should change?",
        ),
    },
    ideas=IDEAS,
)
