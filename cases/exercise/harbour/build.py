#!/usr/bin/env python3
"""Makes draft.md and key.csv from the sentences below: (sentence, note, kind, in the draft, in the proof); no kind, no error.

The third of the notes whose number can be divided by three is not looked at while rules are made.
"""
import csv
from pathlib import Path

HERE = Path(__file__).parent
T = None
PARTS = [
 ("A lease that nobody wanted to read", [
  ("In June 2021 President Casimir Obélé handed the container terminal of Annaré to Mordin Logistik for 25 years.", "Décret n° 2021-318 du 17 juin 2021, https://jo.example.org/2021-318, art. 1", T),
  ("The lease took effect on 1 July 2021.", "Ibid.", T),
  ("The company owes the state €48 million a year, plus 4.5 percent of its turnover.", "Ibid., art. 2", "number", "48 million", "38 millions"),
  ("It promised to invest 210 million euros within eight years.", "Ibid., art. 3", "hedge", "210", "au moins 210"),
  ("Capacity was to double to 900,000 containers a year.", "Ibid.", T),
  ("The state keeps a fifth of the operating company.", "Ibid., art. 4", T),
  ("The decree was countersigned by the finance minister, Thierry Sambou, who is seen as close to the army.", "https://jo.example.org/2021-318?utm_campaign=x", T),
  ("It repealed a decree of 3 March 2017.", "Décret n° 2021-318, art. 5", "date", "2017", "2014"),
  ("No tender was held, the Court of Accounts found.", "Court of Accounts, Special audit of the port of Annaré, 28 March 2023", T),
  ("The Ministry of Finance supported the award without competition, and the Presidency signed on.", "Ibid.", "for/against", "supported", "opposed"),
  ("The Court gave its opinion before the contract was signed.", "Special audit of the port of Annaré", "before/after", "before", "after"),
  ("Honorine Mballa, then minister of transport, learned of the text ten days before it was signed.", "“I signed what I was told to sign”: interview with Honorine Mballa, Longread, 22 May 2023", T),
  ("It was brought to her by Dieudonné Tchala, an adviser to the president.", "Ibid.", T),
  ("“I signed what I was told to sign, and I am proud of it,” she now says.", "Ibid.", "quotation", "and I am proud", "and I am not proud"),
  ("She says that the finance minister took her side and the president did not.", "Ibid.", T),
  ("She was dismissed by telephone on 26 August 2022.", "https://longread.example.org/mballa-interview", T),
  ("General Ben Salah was for the concession, the former minister recalls.", "Ibid.", "for/against", "for", "against"),
  ("A payment of 3 million euros went to a company in Cyprus.", "Ibid.", "hedge", "3 million", "perhaps, not seen"),
  ("She left the country in January 2023, after men had searched the house of her sister.", "Ibid.", T),
 ]),
 ("Strikes and silence", [
  ("Some 2,300 dockers walked out on 29 August 2021.", "Port d'Annaré : la grève des dockers s'achève dans la colère, Le Matin, 18 September 2021", T),
  ("The strike lasted nineteen days.", "Ibid.", T),
  ("On 16 September the gendarmes cleared the north gate; fourteen strikers were hurt.", "Le Matin, https://lematin.example.org/economie/port-annare-greve", "date", "16 September", "6 septembre"),
  ("Strikers wounded two gendarmes at the north gate and fled, a hospital said.", "Ibid.", T),
  ("Three of the wounded were in a grave condition.", "Ibid.", T),
  ("Étienne Kouadri, who leads the union, compared the deal to giving the keys of the house to an unknown neighbour.", "Ibid.", T),
  ("His colleague, Etienne Kouassi, speaks of a theft.", "Ibid.", "name", "Kouassi", "Kouadri"),
  ("Traffic grew by 31 percent in September, according to the management of the port.", "Ibid.", "rose/fell", "grew", "a reculé"),
  ("The losses are put at 4.2 billion euros.", "Ibid.", "unit", "euros", "francs"),
  ("In November 2020 a court gave Kouadri a suspended sentence of six months for contempt.", "Ibid.", T),
  ("Between January 2020 and April 2022, 67 journalists were arrested, 29 of them women.", "Comité pour la parole libre, Presse sous clé, 3 May 2022", "number", "29", "19"),
  ("Eleven are still in prison.", "Ibid.", T),
  ("Horizon TV was shut down for good on 9 March 2022 after a suspension of three months.", "Presse sous clé : les médias en Sarvane, 2020-2022", T),
  ("Its director, Bertrand Ilunga, lives in exile in Spain.", "Ibid.", "name", "Spain", "Portugal"),
  ("On 14 February 2022 men in plain clothes beat the reporter Samba Keïné outside the port.", "Ibid.", T),
  ("They came in a vehicle of Redut-Yug, the company that guards the terminal.", "Ibid.", "hedge", "came", "seraient arrivés, selon un témoin"),
  ("The broadcasting authority withdrew the licence of RFI in January 2022 and gave it to Tessa Info twelve days later.", "https://parolelibre.example.org/sarvane", T),
  ("Tessa Info employs 74 people and costs 2.8 million euros a year.", "Ibid.", "hedge", "costs", "atteindrait"),
  ("The channel was created in June 2021.", "Décret n° 2021-318 du 17 juin 2021", "wrong source", "-", "ngo"),
 ]),
 ("Guests from the north", [
  ("On 9 July 2021 Ambassador Grigory Panfilov gave the foreign minister, Laurent Dibba, 75 certificates for studies in Russia.", "Embassy of Russia in Sarvane, press release, 11 July 2021, https://sarvane.example.ru/press/0711", T),
  ("The year before there had been 40 scholarships.", "Ibid.", T),
  ("Trade between the two countries had fallen by 18 percent in five months, to 96 million dollars.", "Ibid.", "rose/fell", "fallen", "вырос"),
  ("“We do not come with lessons, we come with work,” said Panfilov.", "Ibid.", T),
  ("The ship Kapitan Losev brought a gift of 2,000 tonnes of wheat and four fire engines.", "Ibid.", "number", "2,000", "20 000"),
  ("Vera Solomina directs the Russian House of Annaré, which opened at the end of the year.", "Ibid.", "hedge", "directs", "предполагается"),
  ("Mordin Logistik was registered in Kaliningrad in 2016 and turned over 11.4 billion roubles in 2020.", "«Мордин Логистик» получила терминал в Африке, Вестник, 2 July 2021", T),
  ("Of the 640 people at the terminal, 185 are Russians.", "Ibid.", "number", "185", "85"),
  ("Its general director is Ilya Bruskov.", "https://vestnik.example.ru/ekonomika/mordin-terminal", T),
  ("In 2019 a Danish company turned down the offer of Sarvane.", "Ibid.", "agent/patient", "Danish turned down", "Сарване отклонила"),
  ("Arkady Mordin, a former deputy minister of transport, also owns a share of the airline Tessa Air.", "Ibid.", "hedge", "owns", "якобы владеет"),
  ("The site is guarded by Redut-Yug, some 120 men strong, founded by a retired colonel, Stepan Gulyaev.", "Ibid.", T),
  ("Mordin has been under British sanctions since March 2022.", "Ibid.", T),
  ("Another guest, General Stepan Gusarov, founded the guards.", "Ibid.", "name", "Gusarov", "Гуляев"),
  ("On 1 August 2022 the defence minister, Youssef Ben Salah, received a delegation led by Gulyaev.", "Ministry of Defence, communiqué no. 29, 3 August 2022, https://defence.example.org/29", T),
  ("They spoke of the training of two battalions and of eighteen helicopters.", "Ibid.", "number", "eighteen", "ثماني (8)"),
  ("The ministry says that there are 260 foreign instructors in the country.", "Ibid.", "hedge", "260", "لا يتجاوز 260"),
  ("The agreement is for three years and can be renewed.", "Ibid.", T),
  ("In May Sarvane sold 36 armoured vehicles to Turkey for 19 million euros.", "Ibid.", "agent/patient", "sold to", "received from"),
  ("The army did not fire “a single bullet at a civilian”, the ministry says.", "Ibid.", T),
  ("The deal with the Turks was worth 19 million dollars.", "Ibid.", "unit", "dollars", "يورو"),
 ]),
 ("The mine", [
  ("On Sunday 19 June 2022 gunmen attacked the gold mine of Keral and killed thirteen workers.", "مقتل عمال منجم في شمال سارفان, alrassed.example.com/news/tessa-mine", T),
  ("Twenty-one others were injured.", "Ibid.", T),
  ("They abducted five engineers, two of them Chinese.", "Ibid.", "name", "Chinese", "روسيان"),
  ("The army came four hours before the attack ended, the governor says.", "Ibid.", "before/after", "before", "بعد"),
  ("According to Governor Omar al-Hijazi the attackers came on about thirty motorcycles.", "Ibid.", T),
  ("6,400 people fled to Dorema.", "Ibid.", "hedge", "6,400", "ما لا يقل عن"),
  ("An aid group called the situation the worst since 2011.", "Ibid.", "date", "2011", "2017"),
  ("The mine had been closed from February to May over taxes of 7.5 million dollars.", "Ibid.", T),
 ]),
 ("Ships", [
  ("For fourteen months the Observatory of Ports followed 57 ships; 22 of them switched off their transponders.", "Los barcos que apagan su señal: Annaré, 2021-2022, 8 March 2023", T),
  ("On 4 December 2021 the Kapitan Losev left with 3,100 tonnes of manganese, where it had declared 1,300.", "Ibid.", T),
  ("The ship sails under the flag of Liberia.", "Ibid.", "name", "Liberia", "Panamá"),
  ("Exports worth 36 million euros were not declared.", "Ibid.", "number", "36", "63"),
  ("“Nobody weighs the ships, and whoever asks loses his post,” says Rodolfo Etienne, a former customs inspector.", "Ibid.", T),
  ("Customs used to inspect one container in five; now it is one in fifteen.", "Ibid.", "number", "fifteen", "cincuenta"),
  ("The owner, Albor Marine, is run by Natalia Guseva, an associate of Arkady Mordin.", "Ibid.", "hedge", "associate", "presuntamente"),
  ("The revenue of customs rose from 119 million euros in 2020 to 148 million in 2022.", "Ibid.", "rose/fell", "rose from 119", "bajaron de 148"),
  ("Mordin Logistik bought twelve tugs from a Spanish shipyard, Rías Altas, for 54.6 million euros.", "Sarvane compra 12 remolcadores a un astillero gallego, Faro, 17 February 2022", T),
  ("A Turkish bidder beat the offer of Mordin Logistik.", "Ibid.", "agent/patient", "Turkish beat", "venció a una oferta turca"),
  ("The works council voted against the contract by 88 to 41.", "Ibid.", "for/against", "against", "a favor"),
  ("The payment is guaranteed by a bank in Dubai, according to Marta Quiroga, who directs the yard.", "Ibid.", T),
  ("Work for 190 people lasts three and a half years.", "Ibid.", "number", "three and a half", "dos años y medio"),
  ("Spain authorised the sale on 10 February, a week later than the vote.", "https://faro.example.es/remolcadores-sarvane", T),
 ]),
 ("Votes and opinions", [
  ("The resolution of 23 February 2023 passed with 141 votes to 7; Sarvane voted in favour.", "Summary of the 18th plenary meeting, United Nations, 23 February 2023", "for/against", "in favour", "against"),
  ("Its neighbour Dorema abstained.", "Ibid.", T),
  ("Ambassador Pauline Ndiaye-Roche said that Sarvane could not support “a text that names only one side”.", "Ibid.", T),
  ("Sarvane accused Latvia of having traded its vote.", "Ibid.", "agent/patient", "Sarvane accused Latvia", "Latvia accused Sarvane"),
  ("In April 2023 Kettou supported the commission of inquiry in the Human Rights Council.", "Ibid.", "for/against", "supported", "opposed"),
  ("It had abstained twice in 2022.", "Ibid.", T),
  ("The share of those who see Russia as a good influence rose from 38 to 61 percent within three years.", "Sarvane: what people think of foreign powers, round 9, 14 November 2022", T),
  ("Approval of France rose from 22 to 47 percent.", "Ibid.", "rose/fell", "rose", "fell"),
  ("The survey covered all eight regions of the country.", "Ibid.", "number", "all eight", "seven of eight"),
  ("Almost a third listen to Radio Sputnik every week.", "Ibid.", T),
  ("Parliament is trusted by 71 percent.", "Ibid.", "number", "71", "34"),
  ("“People love the newcomers; they are tired of the old guests,” says Amélie Forsans, who led the survey.", "Ibid.", "quotation", "love", "do not love"),
  ("China is seen well by 58 percent.", "Ibid.", T),
  ("1,196 adults were asked in October 2022.", "Ibid.", T),
  ("Trust in the army had been higher under the civilians, a letter shows: 78 percent.", "Letter of the president to the company, https://archive.example.org/letter", "not held", "-", "-"),
 ]),
 ("The bill", [
  ("The concessionaire paid 38 million euros in 2021 and 12.5 million in 2022.", "Special audit of the port of Annaré, p. 1", T),
  ("Its debt stood at 35.5 million at the end of 2022.", "Ibid.", "number", "35.5", "25.5"),
  ("The number of dockers on permanent contracts went down from 3,150 to 1,870.", "Court of Accounts, Special audit, p. 2", T),
  ("Wages rose faster than prices.", "Ibid.", "rose/fell", "faster", "less than"),
  ("Waiting times grew from 2.1 to 5.4 days.", "Special audit of the port of Annaré, p. 1", "page", "p. 1", "p. 2"),
  ("The terminal handled 512,000 containers in 2022.", "Special audit of the port of Annaré, p. 2", T),
  ("By five votes to two the Court asked for a new contract before the end of 2023.", "Special audit of the port of Annaré, p. 3", T),
  ("President Mathurin Essola voted for it.", "Ibid.", "for/against", "voted for", "voted against"),
  ("The Court proved that officials had been paid.", "Ibid.", "negation", "proved", "found no evidence"),
  ("In 2022 Russia sold Sarvane 247,000 tonnes of wheat for 93.4 million dollars.", "Foreign trade of Sarvane, trade.csv", T),
  ("China bought manganese for 241 million dollars in 2021.", "trade.csv", T),
  ("Imports of fertiliser reached 32.1 million dollars in 2022.", "trade.csv", "number", "32.1", "31.2"),
  ("A secret annex sets the price of water.", "Annex to the contract, https://jo.example.org/annex", "unreadable", "-", "-"),
 ]),
]


def main():
    lines, notes, key, number = ["# The harbour", "", "Sarvane is an invented country."], [], [], 0
    for heading, sentences in PARTS:
        lines += ["", f"## {heading}", ""]
        words = []
        for sentence, note, kind, *rest in sentences:
            number += 1
            words.append(f"{sentence}[^{number}]")
            notes.append(f"[^{number}]: {note}")
            if kind:
                key.append([number, kind, *rest])
        lines += ["\n\n".join(" ".join(words[i:i + 4]) for i in range(0, len(words), 4))]
    (HERE / "draft.md").write_text("\n".join(lines + [""] + notes) + "\n", encoding="utf-8")
    with open(HERE / "key.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([["note", "kind", "in_the_draft", "in_the_proof"], *key])


main()
