import {
  ButtonLink,
  Card,
  DefinitionList,
  Figure,
  Heading,
  Line,
  Link,
  List,
  Page,
  PageHead,
  Table,
  Tabs,
  Tag,
  Text,
  Trace,
  type View,
  WithAside,
} from './index.ts'

// The drawings of the look, made with our components: for tests and for the eye. Everybody in them is invented.

export function DossierPage({ view }: { view: View }) {
  return (
    <Page view={view} title="Verslagen" current="/clients">
      <PageHead
        title="Mevrouw E. Aydin"
        under="klantnummer K7Q4-29M-8 · 61 jaar · ondersteuning sinds 3 maart 2026"
        actions={
          <>
            <ButtonLink href="/share" kind="secondary">
              Delen
            </ButtonLink>
            <ButtonLink href="/notes/new">Schrijf verslag</ButtonLink>
          </>
        }
      />
      <Tabs
        label="Onderdelen van het dossier"
        current="/notes"
        items={[
          'Overzicht',
          'Vraag en doelen',
          'Verslagen',
          'Huishouden en netwerk',
          'Voorzieningen',
          'Toestemmingen',
          'Documenten',
          'Wie keek er',
        ].map((label) => ({ label, href: label === 'Verslagen' ? '/notes' : `/${label}` }))}
      />
      <Trace why="U ziet dit omdat u als wijkcoach bij mevrouw betrokken bent">
        (belofte 9.5). Dat u deze verslagen opende staat in haar logboek, met deze reden.
      </Trace>
      <WithAside
        aside={
          <>
            <Card title="Betrokken">
              <DefinitionList
                small
                items={[
                  ['wijkcoach', 'Noor van Dalen, Kwadraad'],
                  ['casemanager', 'Joris Blom, ActiVite'],
                  ['ergotherapeut', 'Beweeg Alphen, ziet doel en woning'],
                ]}
              />
            </Card>
            <Card title="Volgende stap">
              <Text small>
                Gesprek over de voortgang <Tag kind="late">2 dagen te laat</Tag>
              </Text>
              <ButtonLink href="/plan" kind="secondary">
                Plan het gesprek
              </ButtonLink>
            </Card>
          </>
        }
      >
        <h2 class="unseen">Verslagen</h2>
        <article class="note">
          <header>
            <h3>Huisbezoek</h3>
            <span class="num">12 november 2026</span>
            <span>Noor van Dalen, wijkcoach</span>
            <Tag kind="special">bijzonder</Tag>
          </header>
          <p>Mevrouw loopt weer zelf naar de winkel, nog niet op drukke uren. De trap blijft lastig.</p>
          <p class="small quiet">Mevrouw reageerde op 13 november: “Klopt. Ik wil wel hulp bij de was.”</p>
        </article>
        <article class="note">
          <header>
            <h3>Gesprek over geld</h3>
            <span class="num">8 oktober 2026</span>
            <span>Noor van Dalen, wijkcoach</span>
            <Tag kind="sensitive">gevoelig</Tag>
          </header>
          <p class="quiet">
            Over iemand anders: dit deel staat niet in het afschrift voor mevrouw.{' '}
            <Link href="/why">Toon de afweging</Link>
          </p>
        </article>
      </WithAside>
    </Page>
  )
}

export function TodayPage({ view }: { view: View }) {
  return (
    <Page view={view} title="Vandaag" current="/">
      <PageHead
        above="zaterdag 21 november 2026"
        title="Vandaag"
        actions={<ButtonLink href="/search">Zoek een cliënt</ButtonLink>}
      />
      <WithAside
        aside={
          <Card title="Mijn cliënten">
            <div class="facts">
              <Figure value={24} label="lopend" />
              <Figure value={3} label="langer dan 6 weken geen contact" kind="due" />
            </div>
          </Card>
        }
      >
        <Heading>Eerst dit</Heading>
        <List>
          <Line
            mark={<Tag kind="late">2 dagen te laat</Tag>}
            action={
              <ButtonLink href="/plan" kind="secondary">
                Plan
              </ButtonLink>
            }
          >
            <a href="/x">
              <b>Gesprek over de voortgang</b>
            </a>
            <p class="quiet small">
              mevrouw Aydin · doel ‘weer zelf boodschappen doen’ · afgesproken op 19 november
            </p>
          </Line>
          <Line mark={<Tag kind="due">vandaag</Tag>}>
            <a href="/x">
              <b>Laat de heer De Wit weten dat hij is aangemeld</b>
            </a>
            <p class="quiet small">aangemeld door zijn buurvrouw · begeleiding kan pas daarna beginnen</p>
          </Line>
          <Line mark="ma 23 nov">
            <a href="/x">
              <b>Onderzoek afronden</b>
            </a>
            <p class="quiet small">mevrouw Pinas · melding van 12 oktober · termijn zes weken</p>
          </Line>
        </List>
        <Table caption="Beloften" head={['Belofte', 'Wat het programma doet', 'Bewijs', 'Stand']}>
          <tr>
            <td>
              <b>9.13</b> Na te gaan is wie wanneer keek
            </td>
            <td>De database toont niets zonder spoor</td>
            <td class="small">14 proeven</td>
            <td>
              <Tag kind="good">nagekomen</Tag>
            </td>
          </tr>
        </Table>
      </WithAside>
    </Page>
  )
}

export function LookedPage({ view }: { view: View }) {
  return (
    <Page view={view} title="Wie keek er in mijn dossier?" current="/who-looked" narrow>
      <PageHead
        title="Wie keek er in mijn dossier?"
        lead="Hier ziet u wie uw gegevens bekeek, wat die persoon zag en waarom dat mocht. Wij schrijven het elke keer op. Alleen na een noodgeval komt een regel hier soms later, als dat veiliger is."
      />
      <section>
        <h2 class="day">Vandaag</h2>
        <List>
          <Line mark="9:12">
            <b>Noor van Dalen</b>, uw wijkcoach
            <p>
              las uw <b>verslagen</b> om uw gesprek voor te bereiden.
            </p>
            <p class="small quiet">
              Dit mag omdat zij bij u betrokken is. <Link href="/p">Lees de belofte</Link>
            </p>
          </Line>
        </List>
        <h2 class="day">Donderdag 19 november</h2>
        <List>
          <Line mark="14:03">
            <b>Saskia Mulder</b>, medewerker kwaliteit <Tag kind="due">keek eenmalig mee</Tag>
            <p>
              las uw <b>verslagen</b> en uw <b>doelen</b>, een half uur lang.
            </p>
            <p class="small quiet">
              Reden: “behandeling van de klacht”. <Link href="/q">Stel een vraag</Link>
            </p>
          </Line>
        </List>
      </section>
      <Trace why="Dit logboek is niet te veranderen.">
        Ook niet door ons. <Link href="/check">Zo controleert u dat zelf</Link>
      </Trace>
    </Page>
  )
}
