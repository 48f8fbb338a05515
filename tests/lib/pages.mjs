// pages.mjs — what a person does with the real pages, and what they can see and hear there: by roles and labels, in the words of web/src/words.
import { readFileSync, readdirSync } from 'node:fs'
import { context } from './browser.mjs'
import { until } from './world.mjs'

const WORDS = new URL('../../web/src/words/', import.meta.url)
const words = (lang) => readdirSync(WORDS).filter((f) => new RegExp(`(^|\\.)${lang}\\.json$`).test(f)).map((f) => JSON.parse(readFileSync(new URL(f, WORDS), 'utf8')))
export const SAY = Object.fromEntries(['en', 'hi'].map((lang) => [lang, Object.assign({}, ...words(lang))]))

export const DEVICES = {
  studio: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
  desk: { viewport: { width: 1280, height: 800 } },
}

// Runs in the page before its own scripts: peers can be asked for what they receive.
const watchPeers = () => {
  const Real = window.RTCPeerConnection
  window.peers = []
  window.RTCPeerConnection = class extends Real {
    constructor(...args) { super(...args); window.peers.push(this) }
  }
  window.refused = []
  document.addEventListener('securitypolicyviolation', (e) => window.refused.push(`${e.effectiveDirective} ${e.blockedURI}`))
}

// A person's own browser profile. Motion is reduced: half way between two states axe finds colours that nobody is to read.
export const profile = (browser, device, options = {}) => context(browser, { reducedMotion: 'reduce', ...DEVICES[device], ...options })

// A profile of its own with one page.
export const person = async (browser, device, options = {}) => pageOf(await profile(browser, device, options))

// One more page of a profile; it remembers what went wrong in it.
export async function pageOf(person) {
  const page = await person.newPage()
  await page.addInitScript(watchPeers)
  page.setDefaultTimeout(20000)
  page.wrong = []
  page.on('console', (m) => { if (m.type() === 'error') page.wrong.push(m.text()) })
  page.on('pageerror', (e) => page.wrong.push(String(e)))
  return page
}

const frames = (page) => page.evaluate(() => {
  const sum = { at: 0, frames: 0 }
  for (const v of document.querySelectorAll('video')) {
    if (v.readyState < 2) continue
    sum.at += v.currentTime
    sum.frames += v.getVideoPlaybackQuality().totalVideoFrames
  }
  return sum
})

// The picture on this page moves (on a wall of many, one of them does): its clock and its frames both go on.
export async function moves(page, limitMs = 30000) {
  let before = await frames(page)
  await until('the picture moves', limitMs, async () => {
    const now = await frames(page)
    const moved = now.at > before.at && now.frames >= before.frames + 5
    if (now.frames < before.frames) before = now // a new stream counts anew
    return moved
  }, 200)
}

// The sound is switched on in the page and its energy grows in the receiver.
export async function hears(page, limitMs = 20000) {
  const energy = () => page.evaluate(async () => {
    if (![...document.querySelectorAll('video')].some((v) => !v.muted && !v.paused)) return 0
    let sum = 0
    for (const pc of window.peers.filter((p) => p.connectionState === 'connected')) {
      for (const s of (await pc.getStats()).values()) if (s.type === 'inbound-rtp' && s.kind === 'audio') sum += s.totalAudioEnergy ?? 0
    }
    return sum
  })
  const before = await energy()
  await until('sound is heard', limitMs, async () => (await energy()) > before + 1e-4, 200)
}

export async function signInAtDesk(page, world) {
  await page.goto(`${world.origin}/desk`)
  await page.getByLabel(SAY.en['confirm.email']).fill(world.demo.organizer.email)
  await page.getByLabel(SAY.en['signin.password']).fill(world.demo.organizer.password)
  await page.getByRole('button', { name: SAY.en['desk.enter'] }).click()
  await page.getByRole('navigation', { name: SAY.en['desk.parts'] }).waitFor()
}

// The organizer opens a booth's card and reads the artisan's code from it.
export async function codeFor(page, boothName, look = async () => {}) {
  await page.getByRole('link', { name: SAY.en['desk.part.booths'] }).click()
  await page.getByRole('searchbox').fill(boothName)
  await page.getByRole('listitem').filter({ hasText: boothName }).getByRole('button', { name: SAY.en['desk.code'] }).click()
  return readCode(page, look)
}

// The card with the artisan's way in is open: a code is made and read.
export async function readCode(page, look = async () => {}) {
  const card = page.getByRole('dialog')
  await card.getByRole('button', { name: SAY.en['desk.code.make'] }).click()
  const code = (await card.locator('.code-said').innerText()).replace(/\s/g, '')
  await look()
  await page.keyboard.press('Escape')
  return code
}

export async function openStudio(page, world, code, lang = 'hi') {
  await page.goto(`${world.origin}/studio`)
  await page.getByLabel(SAY[lang]['studio.code'], { exact: true }).fill(code)
  await page.getByRole('button', { name: SAY[lang]['studio.enter'] }).click()
  await page.getByRole('region', { name: SAY[lang]['studio.viewfinder'] }).waitFor()
}

export async function goLive(page, lang = 'hi') {
  await page.getByRole('button', { name: SAY[lang]['studio.go'] }).click()
  await page.locator('.viewfinder.live').waitFor()
}

export const studioTab = (page, tab, lang = 'hi') =>
  page.getByRole('navigation', { name: SAY[lang]['studio.parts'] }).getByRole('button', { name: new RegExp(`^${SAY[lang][`studio.tab.${tab}`]}`) }).click()

// Says a line in the booth; a guest is asked for a name and a country first.
export async function say(page, text, guest, lang = 'en') {
  await page.getByLabel(SAY[lang]['chat.write']).fill(text)
  await page.getByRole('button', { name: SAY[lang].send, exact: true }).click()
  if (guest) await introduce(page, guest)
  await heard(page, text)
}

export async function introduce(page, { name, country }) {
  const sheet = page.getByRole('dialog', { name: SAY.en['name.title'] })
  await sheet.getByLabel(SAY.en['name.label']).fill(name)
  await sheet.getByLabel(SAY.en['field.country']).selectOption(country)
  await sheet.getByRole('button', { name: SAY.en['name.do'] }).click()
}

export const heard = (page, text) => page.getByRole('log').locator('li:not(.pending)').filter({ hasText: text }).first().waitFor()

export async function sayPhrase(page, text, lang = 'en') {
  await page.getByRole('button', { name: SAY[lang]['phrases.open'] }).click()
  await page.getByRole('dialog').getByRole('button', { name: text }).click()
}

// Confirms an e-mail address inside the open dialog; the code comes by mail.
export async function confirmEmail(page, world, email, { inside = page.getByRole('dialog'), lang = 'en' } = {}) {
  const say = SAY[lang]
  await inside.getByLabel(say['confirm.email']).fill(email)
  await inside.getByRole('button', { name: say['confirm.send'] }).click()
  const code = /\b(\d{6})\b/.exec(await world.mail(email))?.[1]
  await inside.getByLabel(say['confirm.code'], { exact: true }).fill(code)
  await inside.getByRole('button', { name: say['confirm.do'] }).click()
}

const ADDRESS = { name: 'Test Buyer', phone: '+91 98765 43210', line1: '12 Test Road', city: 'Pune', state: 'Maharashtra', pin: '411001' }
export async function fillAddress(page, { country, ...address } = ADDRESS, lang = 'en') {
  const form = page.getByRole('group')
  if (country) await form.getByLabel(SAY[lang]['field.country']).selectOption(country)
  const say = SAY[lang], abroad = country && country !== 'IN' ? '.abroad' : ''
  for (const [key, value] of Object.entries(address)) await form.getByLabel(say[`address.${key}${abroad}`] ?? say[`address.${key}`], { exact: true }).fill(value)
}
