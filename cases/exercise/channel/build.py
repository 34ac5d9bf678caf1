#!/usr/bin/env python3
"""Makes draft.md and key.csv from the sentences below: (sentence, note, kind, in the draft, in the proof); no kind, no error.

The third of the notes whose number can be divided by three is not looked at while rules are made.
"""
import csv
from pathlib import Path

HERE = Path(__file__).parent
T = None
PARTS = [
 ("A licence", [
  ("Communications minister Pascal Ouro issued the licence of Channel Aurora on 4 May 2022; it is valid for ten years.", "Wire service, Ondara grants licence to Channel Aurora, 7 May 2022, https://wire.example.com/ondara-aurora", T),
  ("The station had gone on air on 12 March, two months after it got its licence.", "Wire service, 7 May 2022", "before/after", "after", "before"),
  ("It has about 90 employees, 32 of them foreigners.", "Ibid.", "number", "32", "22"),
  ("The head of the regulator, Judith Kamara, backed the licence.", "Ibid.", "for/against", "backed", "opposed"),
  ("Kamara stepped down on 9 May, saying that she “was asked to sign a paper I had not read”.", "Ibid.", T),
  ("Its spokesman, Denis Levitan, speaks of “private friends of Ondara”.", "Ibid.", "name", "Levitan", "Levitsky"),
  ("Aurora costs $6.5 million a month.", "Ibid.", "unit", "a month", "annual"),
  ("France calls it “a mouthpiece”.", "Ibid.", T),
  ("According to the Centre for Media Analysis the budget of Aurora in 2022 was 512 million roubles, 12 percent more than the year before.", "Центр анализа медиа, «Эфир на экспорт», 19 January 2023, https://media-center.example.ru/efir", "rose/fell", "more", "меньше"),
  ("It reaches four African countries and has some 1.3 million subscribers.", "Ibid.", T),
  ("General producer Vadim Streltsov worked for the press service of the ministry until 2018.", "Ibid.", T),
  ("His deputy, Olga Biryukova, runs a network of 46 pages.", "Ibid.", "hedge", "runs", "предположительно"),
  ("In June 2022 Jean Mbemba, a correspondent, dismissed the channel.", "Ibid.", "agent/patient", "Mbemba dismissed", "канал уволил"),
  ("Mbemba sued and won in November.", "Ibid.", T),
  ("Of 1,204 items in September, 311 were about France, and in 19 of them a French voice was heard.", "Ibid.", "number", "19", "9"),
 ]),
 ("A convoy", [
  ("On 2 October 2022 a supply convoy was attacked between Bassila and Tourou, and twenty-three people died.", "Radio Sahel, https://radio-sahel.example.org/2022/bassila", "hedge", "twenty-three", "au moins"),
  ("Seventeen of the dead were soldiers and six civilians.", "Ibid.", T),
  ("Twelve trucks burnt.", "Ibid.", T),
  ("The Front of the South claimed the attack.", "Ibid.", "name", "South", "Nord"),
  ("Major Idriss Bello, who speaks for the army, denied that foreign instructors were with the convoy.", "Ibid.", T),
  ("Amadou Seck, a driver of 43, told how they shot at everything that moved.", "Ibid.", "number", "43", "34"),
  ("Fuel became 40 percent cheaper within a week.", "Ibid.", "rose/fell", "cheaper", "augmenté"),
  ("Governor Salifou Tano opened an inquiry.", "Ibid.", "hedge", "opened", "a promis d'ouvrir"),
  ("A similar attack in August had killed nine.", "Ibid.", T),
 ]),
 ("Arrests", [
  ("Human Rights Monitor counted 184 arrests of opposition members between January and November 2022.", "Human Rights Monitor, “No one came back”: detentions in Ondara, 14 February 2023", T),
  ("Seventy-one of them were convicted.", "Human Rights Monitor, p. 2", "number", "Seventy-one", "26"),
  ("The fate of 14 people is unknown.", "Ibid.", "hedge", "14", "up to 14"),
  ("Twelve of 63 witnesses saw foreign men at interrogations in the barracks of Camp Delta.", "Ibid.", T),
  ("Some of the men were Russians.", "Ibid.", "name", "Russians", "none could say"),
  ("Grace Okoye, a lawyer, was arrested on 8 August 2022 before she filed a complaint against the minister of the interior.", "Ibid.", "before/after", "before", "hours after"),
  ("She was freed on 1 September on bail of 2 million francs.", "Ibid.", T),
  ("Lamine Traoré, the chief of police, says that his men “follow the law and nothing more”.", "Ibid.", "quotation", "nothing more", "nothing else"),
  ("Arrests went down after October.", "Ibid.", T),
 ]),
 ("Votes and mines", [
  ("The presidential election was put off from 16 April to 22 October 2023.", "اليوم, https://alyoum.example.net/ondara-vote, 25 February 2023", T),
  ("All four opposition parties voted for the decision.", "Ibid.", "for/against", "for", "ضد"),
  ("5.8 million voters are on the lists, 300,000 fewer than in 2018.", "Ibid.", T),
  ("Mariam Diallo, who heads the commission, says that the lists are not complete in 41 districts.", "Ibid.", T),
  ("Turnout in the local elections rose to 45 percent.", "Ibid.", "rose/fell", "rose to 45", "انخفضت إلى 27"),
  ("The African Union demanded a timetable before the end of May.", "Ibid.", "date", "May", "مارس"),
  ("The ruling party of Souleymane Konaté supported the delay.", "Ibid.", T),
  ("Kestrel Mining got the mine of Zara in April 2023 for fifteen years.", "Ruiz, “Uranio por silencio”, El Correo del Sur, 30 June 2023", T),
  ("It paid 27 million dollars; Northgate of Canada had offered 61 million.", "Ruiz, Uranio por silencio", T),
  ("Iván Soroka, its director, admitted that bribes were paid.", "Ibid.", "negation", "admitted", "negó"),
  ("Félix Adjovi dismissed President Konaté on 12 May.", "Ibid.", "agent/patient", "Adjovi dismissed", "fue destituido por"),
  ("Adjovi received a house in Lisbon worth 1.4 million euros.", "Ibid.", "hedge", "received", "habría recibido"),
  ("The mine has 820 workers and gave 1,150 tonnes of concentrate in 2022, 6 percent less than in 2021.", "Ibid.", "rose/fell", "less", "más"),
  ("Four miners in ten are ill, the union estimates.", "Ibid.", T),
  ("Ondara abstained on 2 March 2022 and voted against on 7 April 2022.", "General Assembly votes, p07.csv", T),
  ("On 12 October 2022 Ondara voted in favour.", "p07.csv", "for/against", "in favour", "abstention"),
  ("Resolution ES-11/6 was adopted by 141 votes to 7, with 23 abstentions.", "p07.csv", "number", "23", "32"),
 ]),
]


def main():
    lines, notes, key, number = ["# The channel", "", "Ondara is an invented country."], [], [], 0
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
