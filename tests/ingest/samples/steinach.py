"""Our own third document: the guidelines of a fictional town as a machine read them from paper, umlauts lost, with all
footnotes at the end under "Anmerkungen" and their marks in brackets, two of them unreadable or gone."""

from __future__ import annotations

STEINACH = """STEINACH AM WEHR

Leitlinien fur eine Stadt in Bewegung

Beschlossener Entwurf, Stand: 3. Juni 2024

Zum Verfahren

Ein Jahr lang haben Menschen aus allen Ortsteilen iber ihre Stadt gesprochen: an Kuchentischen, im
Jugendforum und auf dem Marktplatz. Beim Werkstattgesprach im Herbst 2023 kamen 64 Menschen mit 118
Hinweisen zusammen. Aus dem, was sie sagten, sind finf Leitlinien entstanden. Ihre Reihenfolge ist
keine Rangfolge.

Was auseinanderzieht

Zielkonflikt 1: Steinach soll wachsen und seine Garten behalten.

Wer baut, nimmt Boden. Wer Garten will, braucht ihn. Zwischen beidem liegt die Frage, wie hoch und
wie eng gebaut werden darf, ohne dass Nachbarn sich im Weg sind.

Zielkonflikt 2: Steinach soll schneller werden und niemanden abhangen.

Digitale Wege sparen Zeit. Wer sie nicht gehen kann oder will, darf deshalb nicht langer warten als
alle anderen.

Die Stadt pflanzt Schatten.

Auf jedem Platz sollen in zehn Jahren groBe Baume stehen [1]. Wo die Leitungen keinen Raum lassen, wer-
den Fassaden begrunt und Dacher bepflanzt. Die Baumpaten bekommen Wasser und Werkzeug gestellt
und eine Ansprechperson, die zuriickruft.

Wege gehoren denen, die zu FuB gehen [2].

Gehwege werden breiter und eben. An jeder StraBe gibt es alle hundert Meter eine Bank [3], auch dort,
wo keine Haltestelle ist. Fahrrader bekommen eigene Wege, damit niemand ausweichen muss.

Das Rathaus kommt in die Ortsteile.

Einmal in der Woche offnet ein Burgerbiro in jeder Grundschule. Antrage gehen dort genauso schnell
wie im Rathaus und in leichter Sprache [5]. Wer nicht kommen kann, wird besucht.

Junge Menschen entscheiden mit.

Das Jugendforum bekommt ein eigenes Budget und einen festen Sitz im Ausschuss [6]. Was dort be-
schlossen wird, muss der Rat binnen drei Monaten beantworten.

Die Stadt wirtschaftet so, dass auch morgen noch etwas da ist.

Gekauft wird, was lange halt und sich reparieren lasst. Die Stadt berichtet jedes Jahr verstandlich,
wofur sie ihr Geld ausgibt [7].

Anmerkungen

[1] Anregung aus dem Werkstattgesprach und dem Jugendforum. Die Zahl der Jahre wurde erganzt, damit man
es nachprifen kann.

[2] Hinweis aus dem Amt fur StraBen und Verkehr. Der Titel wurde geandert: bisher hieB er „Wege sind fur alle
da“.

[3] Anregung aus dem Werkstattgesprach. Der Abstand der Banke wird von zweihundert auf hundert Meter ge-
andert.

[4] Hinweis aus dem Jugendforum. Die Nachtbusse werden in einem eigenen Konzept behandelt und kommen hier
deshalb nicht vor.

[5] Anregung aus der Online-Umfrage und dem Seniorenbeirat. Die leichte Sprache wurde aufgenommen.

[6] Beschluss des Rates vom 12. Marz 2024 (Vorlage 2024/088). Der Sitz im Ausschuss wurde erganzt.

[7] Der Satz wurde von der Redaktion aus der Einleitung hierher verschoben.
"""
