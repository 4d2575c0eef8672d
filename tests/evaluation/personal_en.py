"""Personal data in English sentences, in double brackets, and what only looks like them. All people and numbers are invented."""

HIDDEN = {
    "phone": """
Call me at [[+7 922 418-33-07]] after work.
My number is [[89224183307]], please ring.
phone [[8-922-418-33-07]], ask for Olga
My mobile: [[+380 97 218 40 66]]
text me on [[0972184066]]
[[(097) 218-40-66]] is my cell
WhatsApp [[+79224183307]] any time
home phone [[8 (3462) 51-20-84]], evenings only
reach me on [[+38 (050) 418-30-77]]
my cell is [[922 418 33 07]]
you can call [[+44 20 7946 0958]] as well, I am abroad
my German number is [[+49 30 901820]]
Mum's phone, [[+1 202-555-0143]], she is disabled
Telegram: [[+380684183077]]
Viber [[380972184066]]
My number here: [[+48 22 555 01 43]].
my landline [[(044) 418-30-77]]
""",
    "email": """
Please answer to [[olga.zimina84@mail.example]]
My mail is [[zimin_p@example.com]], thanks.
e-mail: [[o.zimina+city@gmail.com]]
write to [[pzimin (at) example.org]]
[[jane.doe[at]example.org]] that is me
contact me: [[jane dot doe at example dot com]]
Send it to [[j.smith2000@example.co.uk]].
[[Jane_Doe@mail.example.net]],will answer
my box [[doe-jane AT example DOT org]]
the address is <[[jane@doe.example]]>
""",
    "passport": """
My passport [[6711 482915]] was lost by the office.
passport series [[67 11 No 482915]]
Passport number [[004829156]] is on the form.
passport: [[ME 482915]]
my foreign passport [[75 4829156]]
old passport [[СН482915]]
Passport No. [[FE482915]] expired
her passport number is [[KB 482915]]
my driving licence [[86 21 482915]] was asked for thrice
driver's license [[BXE 482915]] was copied
""",
    "snils": """
My SNILS is [[555-979-711 67]]
the form rejects [[471-049-746 89]]
SNILS [[50752917086]] is not found
pension number [[342-366-712 69]]
""",
    "taxpayer": """
My INN is [[523412524206]]
taxpayer number [[541672326893]] is wrong
RNOKPP [[2166308372]] is refused
my tax number: [[2864307186]]
INN [[566355150513]], please check
tax ID [[3753718179]]
taxpayer's number [[2826314332]]
""",
    "card": """
Send the money to [[4149 5606 8831 0678]]
my card [[5168924708227655]] was charged twice
Card number: [[2200-0207-7642-6563]]
charged [[5469 4104 2346 8531]] for two rides
amex [[3770 636060 71044]]
the card is [[4276 4516 6915 6402]]
visa [[4731 6283 3125 8158]] is linked to the pass
""",
    "address": """
I live at [[11 Lermontov Street, apt. 48]], the water is brown.
My address: [[ul. Mira 23, kv. 57]]
I live at [[Lenin Avenue 40, flat 112]].
we live in [[Flat 9, 14 Baker Street]]
home address [[vul. Sahaidachnoho 7, kv. 31]]
Our flat is [[ul. Energetikov, d. 14, kv. 9]]
[[23 Green Lane, Apartment 5]] has no heating
my mother lives at [[6 Svobody Boulevard, apt 64]]
the letter went to [[36 Nauky Avenue, Flat 5B]]
""",
    "name": """
My name is [[Zimina Olga Pavlovna]], I am 71.
[[Kravtsov Pyotr Ilyich]], pensioner
Regards, [[Olga Pavlovna Zimina]]
my neighbour [[Melnyk Oksana Petrivna]] cannot leave home
Signed: [[Igor Lvovich Dorokhov]]
my son [[Tkachenko Andriy Mykolayovych]], 2nd grade
for [[Зимина Ольга Павловна]], as in her passport
""",
}

PLAIN = """
Law 152-FZ of 27.07.2006 and order No. 1479 are never read.
The hotline 8-800-250-10-10 does not answer.
We called 112, then 103, then 1-800-555-01-99.
The hotline 0 800 507 506 is busy.
The city call centre 1551 works around the clock.
Reception of the administration: 8 (3462) 52-20-20, polite people.
The clinic's reception, phone (044) 234-78-90, does not pick up.
Dispatcher's office (3462) 22-21-20 is always busy.
Request No. 86-11-482915 of 12.03.2024 was closed.
Ticket 89224183307 has been open for a month.
Order number 4276451669156403 is still the same.
Tracking number 80085194812345 is not updated.
Cadastral number 86:10:0101243:511.
The pothole is at 61.254035, 73.396221.
Buses 5, 14, 26, 45 and 95 come once an hour.
Route 12-47 was cancelled on 01.09.2023.
Open 09:00-13:00 and 14:00-18:00, Saturday 10.00-15.00.
Repairs in 2019-2020, 2021-2022 and 2023-2024.
The budget is $8,922,418,330.70.
They spent 89 224 183 307 rubles.
It costs 922 418 330 UAH a year.
OGRN 1028600587539, KPP 860201001.
INN of the company 7737167861 is on its site.
ISBN 978-5-389-07435-4 is in the library.
ISBN 0-306-40615-2 too.
Postal code 628403 is not found.
Account 40702810967170001234, BIC 047102651.
IBAN UA903052992990004149123456789 for donations.
The school at 9 Lermontov Street is full.
Clinic No. 4, 1 Gubkin Street, third floor.
The service centre at 97 Peremohy Avenue has no tickets.
House 5 on Mira Street has no light.
The yard between houses 11, 13 and 15 is full of snow.
We need a traffic light at the corner of Lenin Street and 30 Let Pobedy.
Lenin Street, 7: a pothole at the third entrance.
Martin Luther King Street is closed until autumn.
The monument on Fyodor Mikhailovich Dostoevsky Street is shabby.
Alexander Sergeyevich Pushkin Square needs care.
The school named after Yuri Alekseyevich Gagarin is next door.
The mayor, Filatov Maxim Nikolayevich, promised to answer.
Minister Petrov Andrey Ilyich signed the order.
Deputy Elena Viktorovna Gromova came in May.
The head of the school, Safina Gulnara Rinatovna, is in touch.
Write to the reception: office@example.org
The portal's address info@example.gov does not answer.
The channel @surgut_city is poor.
Meet at the bus stop at noon dot.
Look at example dot com is no address of a person.
The project passport for 2024-2026, section 12 345678.
Passport of the house, built in 1978, 144 flats.
A passport takes 30 days and costs 6000 rubles.
Series 67, season 11.
Flight 6711 leaves at 10:30.
The meter shows 00482915, then 00482990.
Contract 526-018-159 62 is void.
Article 726372651623 is out of stock.
GOST R 52289-2019, clause 11.35.
Resolution A/RES/70/1 of 25.09.2015.
The rooms have 18-20-22 degrees.
1,245 signatures of 5,000 by 31.12.2025.
The match ended 2-1 at 11:30:48.
A flat of 48 sq. m, entrance 3, floor 7.
Flat 5 per cent tax for everybody.
Apartment blocks 12, 14 and 16 have no lift.
Version 8.9.22.41 of the app crashes.
UUID 550e8400-e29b-41d4-a716-446655440000 is in the log.
https://example.org/news/89224183307 tells more.
Commit 4149560688310678a is not released.
Rate 16.25 %, index 104.215.
At most 30 people a day are seen.
Ivanovich the cat lives in the library.
"""
