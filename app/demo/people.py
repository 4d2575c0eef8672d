"""The invented people of the demonstration, by the language of their campaign: given name, family name, place."""

Resident = tuple[str, str, str]

RESIDENTS: dict[str, tuple[Resident, ...]] = {
    "ru": (
        ("Анна", "Кравец", "Сургут"),
        ("Игорь", "Мальцев", "Нижневартовск"),
        ("Светлана", "Хозяинова", "Ханты-Мансийск"),
        ("Олег", "Гайнутдинов", "Когалым"),
        ("Мария", "Вокуева", "Саранпауль"),
        ("Тимофей", "Рочев", "Берёзово"),
        ("Галина", "Анямова", "Сосьва"),
        ("Руслан", "Ибрагимов", "Сургут"),
        ("Вера", "Тарасенко", "Нефтеюганск"),
        ("Зинаида", "Филиппова", "Берёзово"),
        ("Константин", "Ярков", "Нижневартовск"),
        ("Дарья", "Соловей", "Сургут"),
        ("Павел", "Бондаренко", "Пыть-Ях"),
        ("Людмила", "Жукова", "Сургут"),
        ("Айгуль", "Валеева", "Лангепас"),
        ("Николай", "Ефремов", "Урай"),
        ("Елена", "Шевчук", "Нефтеюганск"),
        ("Сергей", "Кечимов", "Белый Яр"),
        ("Виктор", "Громов", "Сургут"),
        ("Татьяна", "Левченко", "Сургут"),
        ("Юрий", "Панкратов", "Сургут"),
    ),
    "uk": (
        ("Оксана", "Бондар", "Вербове"),
        ("Марія", "Гнатюк", "Вербове"),
        ("Петро", "Савчук", "Степове"),
        ("Ніна", "Кравчук", "Калинівка"),
        ("Андрій", "Поліщук", "Лугове"),
        ("Василь", "Ткаченко", "Калинівка"),
        ("Лідія", "Мороз", "Лугове"),
        ("Богдан", "Шевчук", "Вербове"),
    ),
    "en": (
        ("Alice", "Turner", "Oakley"),
        ("Peter", "Walsh", "Millbrook"),
        ("Grace", "Hughes", "Millbrook"),
        ("Daniel", "Reed", "Ashford Green"),
        ("Ruth", "Palmer", "Oakley"),
    ),
}

# Those who only answer and support, made of these names.
CROWD: dict[str, tuple[int, tuple[str, ...], tuple[str, ...]]] = {
    "ru": (
        45,
        (
            "Алия",
            "Борис",
            "Валентина",
            "Глеб",
            "Дмитрий",
            "Ева",
            "Жанна",
            "Захар",
            "Инна",
            "Кирилл",
            "Лариса",
            "Максим",
        ),
        ("Агеев", "Беляева", "Вагапов", "Гончар", "Дёмин", "Ершова", "Зубов", "Исаева", "Клименко", "Лукина"),
    ),
    "uk": (
        18,
        ("Галина", "Дмитро", "Євген", "Жанна", "Іван", "Катерина", "Леся"),
        ("Бойко", "Вовк", "Гончар", "Дяченко", "Їжак"),
    ),
    "en": (14, ("Amy", "Brian", "Clare", "David", "Emma"), ("Fox", "Grant", "Hill")),
}

STAFF: tuple[tuple[str, str, str, str], ...] = (
    ("administrator", "admin@demo.example", "Наталья", "Осипова"),
    ("owner", "owner@demo.example", "Ольга", "Ветрова"),
    ("moderator", "moderator@demo.example", "Степан", "Лобанов"),
    ("facilitator", "facilitator@demo.example", "Алёна", "Пермякова"),
    ("expert", "expert@demo.example", "Марат", "Юсупов"),
    ("official", "official@demo.example", "Ирина", "Сафронова"),
    ("observer", "observer@demo.example", "Леонид", "Крюков"),
)
# The team of a campaign in another language, without sign-ins of their own.
TEAMS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "uk": (
        ("owner", "Наталія", "Мельник"),
        ("moderator", "Степан", "Лисенко"),
        ("facilitator", "Олена", "Коваль"),
        ("expert", "Марко", "Юрченко"),
        ("official", "Ірина", "Сидоренко"),
        ("observer", "Леонід", "Кравець"),
    ),
    "en": (
        ("owner", "Olivia", "West"),
        ("moderator", "Steven", "Lowe"),
        ("facilitator", "Alan", "Perry"),
        ("expert", "Mark", "Young"),
        ("official", "Irene", "Stone"),
        ("observer", "Leo", "Cross"),
    ),
}
RESIDENT_EMAIL = "resident@demo.example"
OFFICES = {
    "ru": "Департамент цифровых сервисов (вымышленный)",
    "uk": "Центр послуг громади (вигаданий)",
    "en": "Millbrook Transport Panel (invented)",
}
