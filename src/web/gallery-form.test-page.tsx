import {
  Button,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Link,
  Notice,
  Page,
  PageHead,
  RadioGroup,
  Refusal,
  Select,
  Tag,
  TextArea,
  type View,
} from './index.ts'

// A form with everything that a form can have, and some of it wrong: for tests and for the eye.

type Names = 'surname' | 'bornOn' | 'kind' | 'what' | 'how' | 'note'

export const wrongForm: FormState<Names> = {
  values: { surname: '<b>De "Wit"</b>', kind: 'phone', what: ['question'], note: 'Mevrouw vertelde' },
  errors: { bornOn: 'Vul in: geboortedatum. Bijvoorbeeld 3 maart 1965.', how: 'Maak een keuze bij: hoe.' },
}

export function FormPage({ view, form = wrongForm }: { view: View; form?: FormState<Names> }) {
  const options = [
    { value: 'visit', label: 'Huisbezoek' },
    { value: 'phone', label: 'Telefoongesprek', hint: 'Ook beeldbellen.' },
  ]
  return (
    <Page view={view} title="Nieuw verslag" current="/clients" narrow failed>
      <PageHead
        title="Nieuw verslag"
        lead="Schrijf op wat er gezegd en afgesproken is. De cliënt kan dit lezen."
      />
      <ErrorSummary form={form} />
      <Form action="/notes" stack>
        <Field form={form} name="surname" label="Achternaam" />
        <Field form={form} name="bornOn" label="Geboortedatum" hint="Bijvoorbeeld 3 maart 1965" short />
        <Select form={form} name="kind" label="Waarvoor?" options={options} />
        <RadioGroup form={form} name="how" label="Hoe was het contact?" options={options} />
        <RadioGroup
          many
          form={form}
          name="what"
          label="Wat is daarvoor nodig?"
          hint="U ziet alleen wat bij dit doel past."
          options={[
            { value: 'name', label: 'Naam en geboortedatum' },
            { value: 'question', label: 'Hulpvraag' },
            {
              value: 'situation',
              label: (
                <>
                  Persoonlijke situatie <Tag kind="special">bijzonder</Tag>
                </>
              ),
            },
          ]}
        />
        <TextArea form={form} name="note" label="Verslag" optional draft="/notes/draft" />
        <Refusal
          why="Delen kan nog niet: er is geen schriftelijke toestemming voor precies dit."
          promise={{ id: '5', href: '/privacy#MEE-5' }}
          ways={[
            'De toestemming van 4 mei gaat over de hulpvraag.',
            <Link href="/ask">Vraag toestemming voor deze drie gegevens</Link>,
          ]}
        />
        <Notice kind="good">Uw verslag is bewaard.</Notice>
        <Notice>Na 30 minuten zonder werk logt het programma u uit.</Notice>
        <div class="row">
          <Button>Bewaar verslag</Button>
          <Button kind="secondary">Stop</Button>
        </div>
      </Form>
    </Page>
  )
}
