"""Words that mean much the same in what residents ask for, across Russian, Ukrainian and English.

A line is a meaning: «туалет» and «вбиральня», «снести» and «прибрати». Only likeness uses it, where two people say one thing
in other words; a search finds what was typed. The words are our own choice from the talk of towns; a missing one costs a hint.
"""

from functools import lru_cache

from search import analysis

_BEGINNING = 3

_MEANINGS = """
    туалет вбиральня санузел убиральня биотуалет біотуалет toilet restroom
    маф киоск кіоск ларек ларьок палатка kiosk
    метро метрополитен метрополітен подземка підземка subway metro underground
    трамвай tram
    автобус маршрутка маршрутный маршрутний bus
    троллейбус тролейбус trolleybus
    электричка електричка
    остановка зупинка stop
    станция станція station
    велодорожка велодоріжка велосипедный велосипедний велосипед вело велопрокат велополоса велосмуга bicycle
    + bike cycle cyclist
    собака собачий пес песик пёс dog
    животное тварина animal
    мусор сміття отходы отход відходи відхід сміттєвий мусорный смітник rubbish garbage waste trash litter
    урна бак контейнер bin
    реклама рекламный рекламний билборд білборд бигборд бігборд лайтбокс баннер банер щит advertisement
    + advertising billboard
    парковка паркинг паркінг парковать паркувати паркування паркуватися парковочный паркувальний стоянка
    + парковаться parking park
    тротуар пешеходный пішохідний пешеход пішохід pavement sidewalk pedestrian
    переход перехід crossing crosswalk
    светофор світлофор light
    дорога дорожный дорожній проезжий проїзний road
    улица вулиця вуличний уличный street
    площадь площа square
    мост міст bridge
    двор двір подвір'я yard courtyard
    подъезд під'їзд парадное парадний парадна entrance
    дом будинок house building
    квартира помешкання flat apartment
    освещение освітлення освещать освітлювати осветить освітити фонарь ліхтар свет світло подсветка
    + підсвічування lighting lamp lamppost streetlight
    яма выбоина вибоїна pothole
    асфальт асфальтный асфальтний асфальтировать асфальтувати asphalt
    ремонт ремонтировать ремонтувати отремонтировать відремонтувати починить полагодити repair fix
    реконструкция реконструкція реконструировать реконструювати обновить оновити обновление оновлення
    + модернизация модернізація
    открыть відкрити открытие відкриття открывать відкривати запустить запустити запуск ввести пустить пустити
    + open launch
    закрыть закрити закрытие закриття close
    строить будувати построить побудувати збудувати строительство будівництво достроить добудувати добудова
    + соорудить спорудити build construction
    снести знести снос знесення демонтировать демонтувати демонтаж убрать прибрати уборка прибирання
    + ликвидировать ліквідувати ліквідація ликвидация убирать прибирати очистить очистити remove demolish clean
    запретить заборонити запрет заборона запрещать забороняти ban prohibit
    ограничить обмежити ограничение обмеження limit restrict
    отменить відмінити скасувати отмена скасування відміна cancel
    вернуть повернути возвращение повернення восстановить відновити восстановление відновлення возобновить
    + return restore
    остановить зупинити прекратить припинити недопустить недопустити
    установить встановити установка встановлення оборудовать обладнати оснастить поставить поставити install
    увеличить збільшити увеличение збільшення больше більше increase
    уменьшить зменшити снизить знизити снижение зниження зменшення уменьшение менше меньше reduce lower
    продлить подовжити продолжить продовжити продление подовження продовження extend
    переименовать перейменувати переименование перейменування переіменувати переіменування назвать назвати
    + название назва rename
    торговля торгівля рынок ринок базар торговец торговець торгаш trade market
    стихийный стихійний незаконный незаконний несанкционированный несанкціонований нелегальный нелегальний
    + illegal
    алкоголь алкогольный алкогольний спиртной спиртний пиво слабоалкогольный слабоалкогольний alcohol beer
    курение куріння паління курить курити палити курец курець курильщик табак тютюн табачный тютюновий сигарета
    + цигарка smoking smoke tobacco
    продажа продаж продавать продавати sale sell
    ночной нічний ночь ніч night вночі ночью
    шум шумный шумний громкий гучний noise loud
    фейерверк феєрверк салют петарда
    подпись підпис голос подписант підписант signature
    петиция петиція petition
    бездомный бездомний безхатько безхатченко безпритульний беспризорный бомж безхатній homeless
    приют притулок shelter
    больница лікарня поликлиника поліклініка клиника клініка медцентр hospital clinic
    врач лікар доктор doctor
    приём прийом запись запис appointment
    очередь черга queue
    школа школьный шкільний school
    ученик учень школьник школяр pupil student
    садик садок детсад дитсадок сад днз дошкольный дошкільний ясли kindergarten nursery
    ребенок дитина детский дитячий child children kid
    площадка майданчик playground
    парк сквер
    дерево tree
    зеленый зелений озеленение озеленення green
    каток ковзанка
    бассейн басейн pool
    пляж beach
    озеро lake
    река річка ріка river
    вода water
    горячий гарячий гвп гвс hot
    холодный холодний cold
    отопление опалення тепло тепловой тепловий обогрев обігрів батарея heating
    счетчик лічильник теплосчетчик теплолічильник meter
    тариф плата оплата стоимость вартість price tariff fee
    квитанция квитанція рахунок счет bill
    билет квиток проездной жетон талон ticket
    карта карточка картка card
    льгота пільга бесплатный безкоштовний безоплатний free
    скорая швидкая
    лифт ліфт підйомник подъемник elevator lift
    эскалатор ескалатор escalator
    пандус ramp
    инвалид інвалід коляска візок колясочник маломобильный маломобільний disabled wheelchair
    камера видеокамера відеокамера видеонаблюдение відеоспостереження видеонадзор camera
    полиция поліція милиция міліція police
    скорость швидкість скоростной швидкісний speed
    грузовой вантажний грузовик вантажівка фура truck lorry
    автомобиль автомобіль машина авто транспорт car vehicle
    полоса смуга lane
    общественный громадський public
    городской міський город місто city town
    район district
    житель мешканець киевлянин киянин resident
    время час time
    пробка затор корок jam
    расписание розклад график графік schedule timetable
    табло таймер обратный зворотній отсчет display
    интернет інтернет wi-fi wifi вайфай вай-фай internet
    сайт портал сервис сервіс website site portal
    электронный електронний онлайн electronic online
    документ справка довідка certificate document
    дневник щоденник diary journal
    оценка оцінка отметка grade mark
    родитель батько parent
    учитель вчитель педагог teacher
    памятник пам'ятник monument
    музей museum
    библиотека бібліотека library
    театр theatre
    стадион стадіон спортплощадка спортмайданчик спортивный спортивний stadium sport
    кладбище кладовище цвинтар cemetery
    зоопарк zoo
    фонтан fountain
    столб стовп опора pole
    забор паркан огорожа ограждение fence
    крыша дах покрівля кровля roof
    окно вікно window
    дверь двері door
    снег сніг снежный сніговий snow
    лед лід гололед ожеледиця ice
    лавка скамейка лавочка лава bench
    штраф штрафовать штрафувати оштрафовать fine
    налог податок tax
    деньги гроші кошти средства money
    бюджет budget
    выборы вибори election
    депутат deputy
    чиновник посадовець official
    отчет звіт report
    контроль контролировать контролювати проверка перевірка control check
    безопасность безпека safety
    опасный небезпечний danger dangerous
    экология екологія
    воздух повітря air
    завод фабрика plant factory
    застройка забудова застройщик забудовник
    многоэтажка багатоповерхівка высотка висотка
    потрібний необходимый необхідний
    пенсионер пенсіонер пенсионный пенсійний pensioner
    лекарство ліки медикамент препарат аптека medicine pharmacy
    горка гірка качели гойдалка swing slide
    песок пісок песочница пісочниця sand
    бювет колонка
    жалоба скарга обращение звернення
    ветка гілка ветвь линия лінія line
    поезд потяг train вагон
    вокзал железнодорожный залізничний railway
    аэропорт аеропорт airport
    наземный наземний
    подземный підземний
    перекресток перехрестя intersection junction
    кольцо кільце кольцевой кільцевий
    левый лівий
    правый правий
    новый новий new
    старый старий old
"""

# What turns a demand into its opposite; twice is as good as not at all: «отменить запрет».
_TURNS = """
    не ні нет немає против проти отменить отмена відмінити відміна скасувати скасування запретить запрет запрещать заборонити
    заборона забороняти остановить зупинити прекратить прекращение припинити припинення недопустить недопущення снести снос знести
    знесення демонтировать демонтувати демонтаж убрать прибрати ликвидировать ліквідувати ліквідація ликвидация закрыть закрити
    not no against ban prohibit cancel stop remove
"""


@lru_cache(None)
def _by_form() -> dict[str, int]:
    meanings: dict[str, int] = {}
    for number, words in enumerate(_lines()):
        for word in words:
            for form in analysis.forms(word):
                meanings.setdefault(form, number)
    return meanings


def _lines() -> list[list[str]]:
    return [line.split() for line in _MEANINGS.replace("\n    + ", " ").strip().splitlines()]


@lru_cache(None)
def _by_meaning() -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for form, number in _by_form().items():
        found.setdefault(number, []).append(form)
    return {number: tuple(forms) for number, forms in found.items()}


@lru_cache(None)
def _turns() -> frozenset[str]:
    return frozenset(form for word in _TURNS.split() for form in (word, *analysis.forms(word)))


def meaning(forms: tuple[str, ...]) -> int | None:
    """The number of the meaning that one of the dictionary forms has; None where it is not among ours."""
    return next((number for form in forms if (number := _by_form().get(form)) is not None), None)


def relatives(forms: tuple[str, ...]) -> tuple[str, ...]:
    """Dictionary forms of the words that mean the same."""
    number = meaning(forms)
    return tuple(form for form in _by_meaning()[number] if form not in forms) if number is not None else ()


def is_turned(text: str, language: str = "") -> bool:
    """Whether a demand is turned into its opposite, so many times that it is."""
    times = 0
    for word in analysis.words(text):
        if word.text[:_BEGINNING] in _turning_beginnings():
            times += not _turns().isdisjoint((word.text, *analysis.forms(word.text, language)))
    return times % 2 == 1


@lru_cache(None)
def _turning_beginnings() -> frozenset[str]:
    return frozenset(word[:_BEGINNING] for word in _turns())
