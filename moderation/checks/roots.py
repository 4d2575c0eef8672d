"""Roots of profanity in Russian, Ukrainian and English, and what may stand before each.

A spelling is a regular expression over letters: each letter stands for itself and for what it is disguised as (see
`moderation.checks.profanity`); `=` before a letter means this letter alone, `<...>` one of these alone, `$` the end of a word.
"""

from dataclasses import dataclass

HOLD, MASKED, DOUBT, INSULT = 0.9, 0.8, 0.6, 0.5


@dataclass(frozen=True)
class Root:
    """A root that begins a word or follows one of the prefixes. `anywhere`: whatever stands before."""

    spelling: str
    score: float
    prefixes: str = ""
    anywhere: bool = False


_MOVES = (
    "на за по до вы ви у въ вь отъ оть от объ обь об съ сь разъ разь раз рас изъ из подъ подь под пере при про не ни роз від під "
    "долбо долба далба далбо довбо мозго зло косо худо остро аху о вз взъ в'"
)

ROOTS = (
    Root(
        "ху[йяюе]|ху=[єї]|хуи(?:$|щ|л)|хуэ=т",
        HOLD,
        "на по о ни до за от при не с у вы рас раз под пере в из а охи архи",
    ),
    Root("п<иіui1!>з[дж](?:[аеуоиіыюя]|л|ю|ц|$)|пздц|пздец|п<иі>сд[еуа]", HOLD, _MOVES + " с ис", anywhere=True),
    Root("пезд(?:а|у|ю|ы|ец|ат|$)", HOLD, "с за рас"),
    Root(
        "е6(?:а|у|л|н|и)|еб(?:а[тнлшчк]|у(?:[чтн]|$)|ен[ятьие]|л[аоиы]|н[уие]|ош|ыр|и(?:т(?!д)|с)|ок|ищ|е[тшм]|ашь)",
        HOLD,
        _MOVES,
    ),
    Root("=йоб(?:[анулие]|$)|=їб(?:[ануліие]|$)|=єб(?:[ануліие]|$)", HOLD, _MOVES),
    Root("=ипать|=ипан[ыоа]", HOLD),
    Root("еб(?:$|[ыауі]$|ов$|ам|ск|ст)", HOLD, "долбо долба далба"),
    Root("бля(?:т[ьи']|дь?)|б<иь>ля(?:т[ьи']|дь)|бля(?:$|т$|буд)|бл[еиі]а[тд]ь|блэт$", HOLD, "вы с по на раз о"),
    Root("муд(?:а[кчз]|ил[аоы]|озв|оеб|ох[аи])", HOLD, "за из от по"),
    Root(
        "п=ид[оа]р(?:$|[ауыи]$|ы|ом|ов|ам|ск|ств|ч|ок|юг)|пи?д[оа]р[ае]с|пидр(?:$|[ы]|ил|ов|ам)|педер[аы]с",
        HOLD,
        "за под о",
    ),
    Root("г[оа]нд[оа]н", HOLD),
    Root("залуп(?!ил|ит)", HOLD),
    Root("дроч(?:[иеу]|к?[аи]$|ер|ун)", HOLD, "за на по с вз от под з"),
    Root("мандавош", HOLD),
    Root("хуесос|хуепут", HOLD, anywhere=True),
    Root("шлюх|шалав|шльондр", DOUBT),
    Root("манд[аыеу]$", DOUBT),
    Root("сук[аиуео]$|сук[ао][йю]$|суч(?:к[аиуо]|ар|ий$|ь[яе])", DOUBT),
    Root("г[оа]вн|г=івн", DOUBT, "на за до об"),
    Root("=жоп", DOUBT, "по на за"),
    Root("сра(?:ть|т[иь]$|л[аио]?$|н[ыоаь]|чеш)|срак", DOUBT, "на по за об обо вы про пере у о до"),
    Root("=хе=р(?:н|о[вм]$|[ауы]$|ач|ень|ас|$)", DOUBT, "на по ни до о за ис"),
    Root("хули$|=дерьм", DOUBT),
    Root("=курв(?!и=м)", DOUBT),
    Root(
        "ублюд|вырод(?:ок|к)|=мраз[ьие]|твар(?:ь|и|ей|ью|ям)$|урод(?:[аыу]|ов|ам|ом|ин[аы]|ец)?$|гнид[аыу]?$|падл[аоыу]",
        INSULT,
    ),
    Root(
        "д[еи]б[иі]л|[иі]д[иі]от|крет[иі]н|придур|имбецил|=дегенерат|дура(?:к|ч|$)|дуры$|дурн[иі]$|тупиц|тупорыл|чмо(?:$|ш)|даун[ыауо]?$",
        INSULT,
    ),
    Root("сволоч|скотин|б[ыи]дл[оаяу]|подон(?:ок|к)|мерзав|сдохн|гом(?:ик|осек)|лахтодыр", INSULT),
    Root(
        "жид(?:[ыуа]|ов|ам|о-|яр)(?!к)|хохл(?:[ыауи]$|ам|ов$|яцк)|хохол$|п[иі]ндос|кацап|москал(?:[ия]$|ь$|ей$)|чурк[аиу]$|хач[иау]?$",
        INSULT,
    ),
    # English, and Russian in Latin letters
    Root("fuck|motherf", HOLD, anywhere=True),
    Root("=f=c=k(?:$|ing|ed)|cunt|nigg(?:er|a)|cock=suck|=f=ag=ot", HOLD),
    Root("a(?:ss|rse)hole", MASKED, "a"),
    Root("shit(?:$|s$|t|h|e)|bitch|dickhead|wank|twat$|slut|whore", DOUBT, "bull son"),
    Root("=h=u[yij](?:n|l|ov|a$|e|$)|x=u[yij]|=x=y[eij]", MASKED, "na po ni za o"),
    Root(
        "=o=h=u[ei][lnt]|=p=i=z=d|=b=l=y=a[td]|=b=l=i=a[td]|=m=u=d=a=k|=p=i=d[oa]=r(?:$|a=s|[yi]$|o=v)",
        MASKED,
        "s na za vy po ras ras",
    ),
    Root("=e=b(?:a=t$|a=t[ih']|a=l$|a=n[uy]|u=ch|l=an)|=d=o=l=b=o=e=b", MASKED, "za na vy u do po ot pod raz"),
    Root("=s=u=k=a$|=g=o=v=n=o|=z=h=o=p", DOUBT),
)

# `#` is one to four signs in place of letters, `..` two or more dots too.
MASKS = (
    Root("х#(?:[йяюеи]|н[яюие]|л[оауы])", MASKED, "на по о ни до за от при не с у вы а"),
    Root("#у[йяюе]", MASKED, "на по ни до"),
    Root("х\\.\\.+(?:[йя]$|н[яюие])", MASKED, "на по о ни до за от"),
    Root(
        "п#(?:зд|д[аеуои]|[еи]?ц)|пи#(?:д[аеуои]|[еи]?ц|л[аои]?)|пиз#[аеуоиц]|пи#$|=п[иі]\\.\\.+(?:[цд]|ец|да)",
        MASKED,
        "с на за рас о вы от до",
    ),
    Root("бл#(?:а?т?ь|д|$)|б#(?:ять|ядь|ть$|дь$)|бл\\.\\.+(?:ь|$)", MASKED, "вы с по"),
    Root(
        "е#(?:а?ть|[ау]?[лн][аоуиы]?|ут|уч|ет|ыв|ть|нут|ись)|е\\.\\.+(?:[аи]?ть|[ау]?[лн][аоуиы])|долб[оа]#|дол\\.\\.+е?б",
        MASKED,
        _MOVES,
    ),
    Root("#ать$", DOUBT, "е"),
    Root("п=и?#(?:д?[оа]?р[аы]?|др|с[ыа]?)|п=и=д#", MASKED),
    Root("м#д[аоеи]|муд#|г#нд[оа]н|д#лб[ао]е?б|п<иі>зд#|др#ч|ебл#", MASKED, "с за на по от рас вы"),
    Root("с#к[аиуо]|су#[аи]$|с\\.\\.+ка$|г#вн|=жо?#[пы]|д#рьм|шл#х|ср#[ть]|[уд]#б[оаи]|деб#л", DOUBT, "на о"),
    Root("[хпе]\\*\\*+$|=бл\\*\\*+$", INSULT),
    Root("f#c?k|f#ing|c#nt|mother#", MASKED),
    Root("sh#t?|b#tch|a#hole", DOUBT, "bull"),
)
