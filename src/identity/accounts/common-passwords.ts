/**
 * What people choose when twelve characters are asked for, without the digits and signs they put around it. A password that is one
 * of these with something around it, or twice the same, is refused.
 */
export const commonWords: ReadonlySet<string> = new Set(
  `password passwort wachtwoord mijnwachtwoord nieuwwachtwoord wachtwoordwachtwoord geheimwachtwoord geheim supergeheim heelgeheim
  welkom welkomwelkom welkombij welkomthuis welkomterug welcome welcomewelcome letmein letmeinplease inloggen aanmelden login
  administrator beheerder admin adminadmin rootroot system systeem gebruiker medewerker collega dossier clientdossier
  qwerty qwertyuiop qwertyuiopasdf qwertyqwerty asdfghjkl asdfghjklzxcvbnm zxcvbnm azerty azertyuiop qazwsxedc qwertz qwertzuiop
  iloveyou ikhouvanjou ikhouvanje houvanjou liefde schatje sunshine princess prinses dragon monkey football voetbal baseball
  superman batman trustno correcthorsebatterystaple changeme changemeplease veranderdit veranderen test testtest testen
  amsterdam rotterdam utrecht maastricht zoetermeer eindhoven groningen nederland holland feyenoord ajaxajax psveindhoven
  januari februari maart april mei juni juli augustus september oktober november december lente zomer herfst winter
  maandag dinsdag woensdag donderdag vrijdag zaterdag zondag maatschappelijkwerk wijkteam wijkcoach buurtteam sociaalwijkteam
  gemeente zorgzaam abcdefgh abcdefghijkl abcdefghijklm abcdefghijklmnop abcabcabcabc aaaaaaaaaaaa`.split(
    /\s+/,
  ),
)

const runs = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiopasdfghjklzxcvbnm',
  '1q2w3e4r5t6y7u8i9o0p',
]

/** Whether a password is one that everybody tries first. */
export function isCommon(password: string): boolean {
  const lower = password.toLowerCase()
  const half = lower.slice(0, Math.ceil(lower.length / 2))
  return (
    new Set(lower).size < 5 ||
    half + half === lower ||
    commonWords.has(lettersOf(lower)) ||
    runs.some((run) => isRun(lower, run))
  )
}

/** The word inside, with the signs that people put for letters read as those letters. */
function lettersOf(lower: string): string {
  const signs: Record<string, string> = {
    '@': 'a',
    '4': 'a',
    '3': 'e',
    '1': 'i',
    '!': 'i',
    '0': 'o',
    $: 's',
    '5': 's',
  }
  const inside = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  return inside.replace(/[@431!0$5]/g, (sign) => signs[sign] ?? sign).replace(/[^\p{L}]/gu, '')
}

function isRun(lower: string, run: string): boolean {
  const there = run + run
  return there.includes(lower) || [...there].reverse().join('').includes(lower)
}
