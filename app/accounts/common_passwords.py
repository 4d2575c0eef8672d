"""The passwords that are tried first: the commonest of at least eight characters, of the world and of our languages."""

_WORDS = """
password password1 password12 password123 password1234 passw0rd p@ssw0rd p@ssword pa$$word password! password1!
123456789 1234567890 12345678910 0123456789 0987654321 9876543210 87654321 12345678 11111111 111111111 1111111111
00000000 000000000 0000000000 22222222 33333333 44444444 55555555 66666666 77777777 88888888 99999999 12121212
11223344 1122334455 112233445566 12341234 123123123 123321123 123454321 1234554321 147258369 159357456 741852963
789456123 147852369 123698745 12344321 12344321a 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2
q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwertyui qwertyuiop
qwertyuiop123 qwerty123! qwe123qwe qweqweqwe qweasdzxc qwer1234 qwertyqwerty qazwsxedc qazwsx123 zaq12wsx zaq1xsw2
asdfghjk asdfghjkl asdfasdf asdf1234 zxcvbnm1 zxcvbnm123 zxcvbnm, 1234qwer 123qweasd 123qwe123 12345qwert abcd1234
abc12345 abc123456 abcdefgh abcdefghi a1b2c3d4 aa123456 aa12345678 a12345678 a123456789 1a2b3c4d iloveyou
iloveyou1 iloveyou2 sunshine sunshine1 princess princess1 football football1 baseball baseball1 basketball
superman superman1 batman123 starwars trustno1 whatever welcome1 welcome123 computer internet letmein1 letmein123
master123 shadow123 michael1 jennifer jessica1 charlie1 michelle danielle samantha victoria elizabeth alexander
alexandra nicholas benjamin corvette mercedes chelsea1 liverpool liverpool1 arsenal1 barcelona manchester marlboro
metallica nirvana1 pokemon1 dragon123 monkey123 killer123 hello123 hellohello freedom1 summer2024 summer2025
summer2026 winter2024 winter2025 winter2026 spring2026 autumn2026 admin123 admin1234 admin12345 administrator
adminadmin root1234 rootroot user1234 useruser test1234 testtest guest123 guestguest changeme changeme1 default1
temp1234 secret123 mypassword parolparol parol123 parol1234 parol12345 privet123 zaebali1 nikita123 nastya123
natasha1 andrey123 aleksandr alexandr sergey123 dmitriy1 maksim123 vladimir vladislav svetlana ekaterina anastasia
valentina tatyana1 marina123 kristina kristina1 veronika antonina margarita konstantin stanislav vyacheslav
spartak1 zenit1925 cska1911 moskva77 rossiya1 russia123 ukraina1 ukraine1 kyiv2022 kiev1234 lubluteba lyublyu1
solnyshko solnishko zvezda123 kotenok1 пароль12 пароль123 пароль1234 пароль12345 парольпароль мойпароль йцукен12
йцукен123 йцукенгш йцукенгшщз йцукенйцукен фывапрол фывапролдж ячсмитьбю любовь123 любимая1 солнышко солнышко1
котенок1 наташа123 настя123 марина123 сергей123 андрей123 максим123 александр екатерина анастасия владимир
виктория светлана кристина привет123 приветпривет москва123 россия123 спартак1 украина1 україна1 пароль00
qwertypassword йцукенпароль 12345678a 12345678q 123456789a 123456789q 1234567q 1234567a 1234567890q q1234567
q12345678 z1234567 z12345678 veche123 veche2026 вече2026 вече1234
"""

COMMON = frozenset(_WORDS.split())
