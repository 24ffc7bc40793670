import { afterEach, describe, expect, it } from "vitest";
import messages from "../_locales/en/messages.json";
import { manifest } from "../src/manifest";
import { neverIn } from "../src/never/document";
import * as lists from "../src/never/hosts";
import { NEVER_WORDS, neverAt, type Never } from "../src/never/never";
import { setBody } from "./page";

const REFUSED: Readonly<Record<Exclude<Never, "format" | "form">, string>> = {
  scheme: `
    file:///home/ana/letter.html about:blank about:reader?url=https://www.bbc.com/ chrome://settings/
    chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/index.html edge://newtab/ view-source:https://www.bbc.com/
    moz-extension://0a1b/panel.html resource://pdf.js/web/viewer.html data:text/html,<p>Hello</p>
    blob:https://www.bbc.com/0a1b javascript:void(0) ftp://ftp.example.org/ ws://news.example/
    filesystem:https://news.example/temporary/a www.bbc.com https:// https://a.example:99999/`,
  credentials: `
    https://ana:secret@www.bbc.com/news https://ana@www.bbc.com/ https://:secret@news.example/`,
  intranet: `
    http://localhost/ http://localhost.:3000/ http://app.localhost/ http://printer/ http://wiki./ http://nas.local/
    http://news.local http://jira.corp/ http://build.internal/ http://router.home.arpa/ http://box.lan/ http://hub.home/
    http://people.intranet/ http://site.test/ http://site.invalid/ http://files.private/ http://10.in-addr.arpa/
    http://duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion/ http://name.alt/ http://fritz.box/
    https://intranet.example.org/ https://vpn.example.com/ https://hr.internal.example.com/news http://routerlogin.net/
    https://laptop.tail1234.ts.net/ http://192.168.1.1.nip.io/`,
  mail: `
    https://mail.google.com/mail/u/0/#inbox https://outlook.live.com/mail/0/ https://outlook.office.com/mail/
    https://outlook.office365.com/ https://mail.yahoo.com/ https://mail.yahoo.co.jp/ https://de.mail.yahoo.com/
    https://mail.aol.com/ https://www.icloud.com/mail https://mail.proton.me/u/0/inbox https://app.fastmail.com/
    https://mail.zoho.eu/ https://navigator.gmx.net/mail https://navigator.web.de/ https://email.t-online.de/
    https://e.mail.ru/inbox/ https://mail.yandex.ru/ https://mail.yandex.com.tr/ https://mail.rambler.ru/
    https://mail.ukr.net/ https://mail.qq.com/ https://mail.163.com/ https://mail.naver.com/ https://email.seznam.cz/
    https://poczta.onet.pl/ https://poczta.wp.pl/ https://webmail.free.fr/ https://mail.libero.it/ https://mail.gov.ua/
    https://email.uol.com.br/ https://mail.rediff.com/ https://webmail2.example.org/ https://owa.example.com/
    https://example.edu/owa/ https://roundcube.example.net/ https://www.mail.example.com/ https://mail.guardian.co.uk/
    https://web.whatsapp.com/ https://web.telegram.org/k/ https://www.messenger.com/t/1 https://discord.com/channels/1/2
    https://app.slack.com/client/T0/C0 https://teams.microsoft.com/ https://messages.google.com/web/
    https://www.facebook.com/messages/t/1 https://x.com/messages/1 https://vk.com/im https://www.linkedin.com/messaging/
    https://chatgpt.com/c/1 https://MAIL.Google.COM./ https://mail%2egoogle.com/`,
  workspace: `
    https://docs.google.com/document/d/1/edit https://drive.google.com/ https://calendar.google.com/
    https://www.office.com/ https://m365.cloud.microsoft/ https://example.sharepoint.com/sites/a
    https://onedrive.live.com/ https://www.notion.so/page https://www.dropbox.com/home https://example.atlassian.net/
    https://jira.example.org/ https://nextcloud.example.org/ https://news.example/wp-admin/post.php`,
  bank: `
    https://www.paypal.com/myaccount https://secure.chase.com/ https://www.bankofamerica.com/ https://www.wellsfargo.com/
    https://online.citi.com/ https://www.barclays.co.uk/ https://bank.barclays.co.uk/ https://www.hsbc.co.uk/
    https://www.lloydsbank.com/ https://monzo.com/ https://www.sparkasse.de/ https://www.commerzbank.de/
    https://app.n26.com/ https://mabanque.bnpparibas/ https://www.credit-agricole.fr/ https://www.bbva.es/
    https://www.intesasanpaolo.com/ https://www.rabobank.nl/ https://www.nordea.fi/ https://www.mbank.pl/
    https://www.privat24.ua/ https://www.monobank.ua/ https://online.sberbank.ru/ https://www.isbank.com.tr/
    https://retail.onlinesbi.sbi/ https://netbanking.hdfcbank.com/ https://www.icbc.com.cn/ https://www.kbstar.com/
    https://www.bk.mufg.jp/ https://www.commbank.com.au/ https://www.itau.com.br/ https://www.bbva.mx/
    https://www.standardbank.co.za/ https://www.scotiabank.com/ https://www.nbc.ca/ https://example.bank/
    https://onlinebanking.example.com/ https://e-banking.example.ch/ https://netbank.example.dk/
    https://www.banking.example.de/ https://checkout.example.com/ https://shop.example/checkout/1`,
  account: `
    https://accounts.google.com/signin https://accounts.google.co.uk/ https://login.microsoftonline.com/common/
    https://login.live.com/ https://login.yahoo.com/ https://appleid.apple.com/ https://accounts.theguardian.com/
    https://profile.theguardian.com/ https://account.bbc.com/ https://myaccount.nytimes.com/ https://auth.example.org/
    https://sso.example.edu/ https://idp.example.ac.uk/ https://login3.example.com/ https://passport.yandex.ru/
    https://mon-compte.lemonde.fr/ https://mijn.example.nl/ https://home.account.gov.uk/ https://www.nytimes.com/account
    https://www.example.com/de/login https://www.example.com/en-GB/my-account/orders https://vault.bitwarden.com/`,
  portal: `
    https://secure.login.gov/ https://api.id.me/ https://www.elster.de/ https://cfspart.impots.gouv.fr/
    https://diia.gov.ua/ https://www.tax.service.gov.uk/ https://www.digid.nl/inloggen https://www.gosuslugi.ru/
    https://my.gov.au/ https://mychart.example.org/ https://www.doctolib.fr/ https://myaadhaar.uidai.gov.in/`,
};

// Of many countries; then names that look like something else, and what is public of banks, states and great providers.
const READ = `
  https://www.nytimes.com/2026/11/22/world/europe/peace-summit.html https://www.washingtonpost.com/world/
  https://apnews.com/article/1 https://www.reuters.com/world/ https://www.wsj.com/ https://online.wsj.com/article/1
  https://www.latimes.com/ https://www.npr.org/ https://edition.cnn.com/ https://www.nbcnews.com/ https://www.nbc.com/
  https://abcnews.go.com/ https://www.theatlantic.com/ https://www.bloomberg.com/news/ https://www.politico.eu/
  https://www.bbc.com/news https://www.bbc.co.uk/news https://www.theguardian.com/world https://www.ft.com/
  https://www.telegraph.co.uk/ https://www.thetimes.com/ https://www.independent.co.uk/ https://news.sky.com/
  https://www.economist.com/ https://www.rte.ie/news/ https://www.irishtimes.com/ https://www.cbc.ca/news
  https://www.theglobeandmail.com/ https://www.lapresse.ca/ https://www.abc.net.au/news https://www.smh.com.au/
  https://www.nzherald.co.nz/ https://www.stuff.co.nz/ https://www.spiegel.de/ https://www.zeit.de/
  https://www.tagesschau.de/ https://www.faz.net/ https://www.dw.com/en/ https://orf.at/ https://www.nzz.ch/
  https://www.lemonde.fr/international/ https://www.lefigaro.fr/ https://www.france24.com/en/ https://www.rtbf.be/
  https://www.nrc.nl/ https://nos.nl/ https://elpais.com/ https://www.elmundo.es/ https://www.publico.pt/
  https://www.repubblica.it/ https://www.corriere.it/ https://www.ekathimerini.com/ https://www.dr.dk/nyheder
  https://www.svt.se/ https://www.nrk.no/ https://yle.fi/ https://news.err.ee/ https://www.delfi.lt/
  https://wyborcza.pl/ https://www.onet.pl/ https://wiadomosci.wp.pl/ https://www.irozhlas.cz/ https://www.seznamzpravy.cz/
  https://telex.hu/ https://www.hotnews.ro/ https://www.pravda.com.ua/eng/ https://kyivindependent.com/
  https://www.ukrinform.net/ https://suspilne.media/ https://meduza.io/en https://www.kommersant.ru/ https://tass.com/
  https://www.rbc.ru/ https://www.rbc.ua/ https://www.hurriyetdailynews.com/ https://www.posta.com.tr/
  https://www.haaretz.com/ https://www.timesofisrael.com/ https://www.aljazeera.com/ https://www.arabnews.com/
  https://english.ahram.org.eg/ https://www.dawn.com/ https://www.thehindu.com/ https://timesofindia.indiatimes.com/
  https://www.prothomalo.com/ https://www.scmp.com/ https://www.xinhuanet.com/english/ https://www.asahi.com/
  https://www3.nhk.or.jp/nhkworld/ https://www.koreaherald.com/ https://www.straitstimes.com/ https://www.bangkokpost.com/
  https://www.thejakartapost.com/ https://www.rappler.com/ https://vnexpress.net/ https://www.folha.uol.com.br/
  https://g1.globo.com/ https://www.clarin.com/ https://www.eltiempo.com/ https://www.eluniversal.com.mx/
  https://mg.co.za/ https://www.news24.com/ https://nation.africa/ https://punchng.com/

  https://www.dailymail.co.uk/news/article-1 https://www.mailonsunday.co.uk/ https://www.couriermail.com.au/
  https://mail.ru/ https://news.mail.ru/politics/1/ https://www.mailtribune.com/ https://www.mail.co.uk/
  https://www.bankingnews.gr/ https://www.thebanker.com/ https://www.americanbanker.com/ https://www.bankrate.com/
  https://www.banking.senate.gov/hearings/1 https://www.bankingdive.com/ https://www.paymentsdive.com/
  https://www.profil.at/ https://www.outlookindia.com/ https://www.auth.gr/ https://news.admin.ch/en/
  https://www.gmx.net/magazine/ https://web.de/magazine/ https://www.t-online.de/ https://www.aol.com/news/
  https://news.yahoo.com/ https://news.google.com/ https://www.boursorama.com/ https://www.intranetfocus.com/
  https://www.chathamhouse.org/ https://www.logincasino.com/ https://www.homeland.house.gov/ https://t.me/s/news
  https://www.facebook.com/bbcnews/posts/1 https://x.com/BBCWorld/status/1 https://www.slackware.example/
  https://news.example/login-problems-at-bank https://news.example/world/account-of-a-battle
  https://news.example/en/world/checkout-free-shops https://news.example:8443/a http://news.example/

  https://www.worldbank.org/en/news https://www.ecb.europa.eu/press/ https://www.federalreserve.gov/
  https://www.bankofengland.co.uk/news https://bank.gov.ua/en/news https://www.imf.org/ https://www.un.org/en/
  https://www.gov.uk/government/news https://www.president.gov.ua/en/news https://www.nhs.uk/ https://www.irs.gov/newsroom
  https://www.whitehouse.gov/ https://en.wikipedia.org/wiki/Bank https://id.wikipedia.org/ https://github.com/
  https://8.8.8.8/ https://[2606:4700:4700::1111]/ https://xn--80ak6aa92e.example/`;

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter(Boolean);
}

describe("neverAt", () => {
  for (const [kind, addresses] of Object.entries(REFUSED)) {
    it.each(words(addresses))(`is "${kind}" for %s`, (address) => expect(neverAt(address)).toBe(kind));
  }

  it.each(words(READ))("allows %s", (address) => expect(neverAt(address)).toBeNull());

  it.each(["", "not an address", "https://", "http://[::1"])(
    "takes %j, no address, for no web page",
    (text) => {
      expect(neverAt(text)).toBe("scheme");
    },
  );
});

// First and last address of each block that is not public, as the registries write them.
const BLOCKS: readonly (readonly [string, string])[] = [
  ["0.0.0.0", "0.255.255.255"],
  ["10.0.0.0", "10.255.255.255"],
  ["100.64.0.0", "100.127.255.255"],
  ["127.0.0.0", "127.255.255.255"],
  ["169.254.0.0", "169.254.255.255"],
  ["172.16.0.0", "172.31.255.255"],
  ["192.0.0.0", "192.0.0.255"],
  ["192.0.2.0", "192.0.2.255"],
  ["192.88.99.0", "192.88.99.255"],
  ["192.168.0.0", "192.168.255.255"],
  ["198.18.0.0", "198.19.255.255"],
  ["198.51.100.0", "198.51.100.255"],
  ["203.0.113.0", "203.0.113.255"],
  ["224.0.0.0", "255.255.255.255"],
];
const LAST_IPV4 = 2 ** 32 - 1;

function numberOf(address: string): number {
  return address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

/** An address in the ways of writing it that a URL knows. */
function spellings(address: number): readonly string[] {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  const [a = 0, b = 0] = octets;
  return [
    octets.join("."),
    `${octets.join(".")}.`,
    `${octets.join("。")}`,
    octets.map((octet) => `0${octet.toString(8)}`).join("."),
    octets.map((octet) => `0x${octet.toString(16)}`).join("."),
    String(address),
    `0x${address.toString(16)}`,
    `${a}.${b}.${address % 65_536}`,
    `${a}.${address % 2 ** 24}`,
  ];
}

describe("IP addresses", () => {
  const inside = (address: number) =>
    BLOCKS.some(([first, last]) => address >= numberOf(first) && address <= numberOf(last));

  it.each(BLOCKS)("holds the edges of %s to %s in every spelling", (first, last) => {
    for (const edge of [numberOf(first), numberOf(last)]) {
      for (const address of [edge - 1, edge, edge + 1]) {
        if (address < 0 || address > LAST_IPV4) continue;
        for (const spelling of spellings(address)) {
          expect([spelling, neverAt(`http://${spelling}/`)]).toEqual([
            spelling,
            inside(address) ? "intranet" : null,
          ]);
        }
      }
    }
  });

  it("agrees with the blocks all over the address space", () => {
    // A step that is prime to the size of every block comes upon all parts of them.
    for (let address = 0; address <= LAST_IPV4; address += 999_983) {
      expect([address, neverAt(`http://${address}/`)]).toEqual([
        address,
        inside(address) ? "intranet" : null,
      ]);
    }
  });

  it("refuses IPv4 inside IPv6, public or not", () => {
    for (const address of ["10.0.0.1", "127.0.0.1", "192.168.1.1", "8.8.8.8"]) {
      for (const prefix of ["::ffff:", "::", "64:ff9b::"]) {
        expect(neverAt(`http://[${prefix}${address}]/`)).toBe("intranet");
      }
    }
  });

  it.each(
    words(`:: ::1 0:0:0:0:0:0:0:1 fe80::1 febf::1 fc00::1 fdff:ffff::1 ff02::1 100::1 1fff:ffff::1 4000::1 2001::1
      2001:1ff::1 2001:db8::1 2001:DB8:FFFF::1 2002:a00:1::1 3fff::1 3fff:fff::1`),
  )("refuses [%s]", (address) => expect(neverAt(`http://[${address}]/`)).toBe("intranet"));

  it.each(
    words(
      "2000::1 2001:200::1 2001:db7::1 2001:db9::1 2003::1 2a00:1450:4001:80e::200e 3ffe::1 3fff:1000::1",
    ),
  )("allows [%s]", (address) => expect(neverAt(`http://[${address}]/`)).toBeNull());
});

describe("the lists", () => {
  const tables = Object.entries({ SITES: lists.SITES, LABELS: lists.LABELS, PATHS: lists.PATHS });

  it.each(tables)("name nothing twice in %s", (_table, names) => {
    const all = Object.values(names).flatMap((lines) => lines.flatMap((line) => line.split(" ")));
    expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
  });

  it("hold hosts as URL writes them, and none that another one covers", () => {
    const all = Object.values(lists.SITES).flatMap((lines) => lines.flatMap((line) => line.split(" ")));
    for (const name of all) {
      expect(new URL(`https://${name}`).host).toBe(name.split("/")[0]);
      expect(all.filter((other) => name.endsWith(`.${other}`)).map((other) => `${name} in ${other}`)).toEqual(
        [],
      );
    }
  });

  it("hold more than 150 banks and payment services", () => {
    expect(lists.SITES.bank?.join(" ").split(" ").length).toBeGreaterThan(150);
  });

  it("have a sentence for each kind", () => {
    const kinds = [...Object.keys(lists.SITES), ...Object.keys(REFUSED), "format", "form"];
    for (const kind of kinds) {
      expect(messages[NEVER_WORDS[kind as Never]].message).toMatch(/^Sidelight (reads|does not run) .*\.$/);
    }
  });
});

describe("private windows", () => {
  it.each(["chromium" as const, "firefox" as const])("are closed to the extension in %s", (target) => {
    expect(manifest(target, "1.0.0", "http://127.0.0.1:8470")["incognito"]).toBe("not_allowed");
  });
});

const PARAGRAPH = `<p>${"The second summit was postponed, officials said, and no date has been given. ".repeat(3)}</p>`;
const ARTICLE = `<article><h1>Summit postponed</h1>${PARAGRAPH.repeat(8)}</article>`;
const SEARCH = '<form role="search"><input name="q"><button>Search</button></form>';
const NEWSLETTER = '<form><input type="email" autocomplete="email" placeholder="Your address"></form>';
const COMMENT =
  '<form><textarea></textarea><input name="author"><input type="email"><input type="url"></form>';
const fields = (count: number) => "<label>Answer <input></label>".repeat(count);

function inBody(html: string): Never | null {
  setBody(html);
  return neverIn(document);
}

describe("neverIn", () => {
  afterEach(() => document.body.removeAttribute("contenteditable"));

  it.each([
    ["an article", ARTICLE],
    ["an empty page", ""],
    ["search, newsletter and comments", `${SEARCH}${ARTICLE}${NEWSLETTER}${COMMENT}`],
    ["a page that is one form for its machinery", `<form>${fields(6)}${ARTICLE}</form>`],
    ["a long questionnaire under a longer article", `${ARTICLE}<form>${fields(8)}</form>`],
    ["a dialog for cookies", `${ARTICLE}<form>${'<input type="checkbox">'.repeat(40)}</form>`],
    [
      "fields that only show something",
      `<form>${'<input readonly value="https://a.example/">'.repeat(9)}</form>`,
    ],
    ["fields to search with", `<form>${'<input type="search">'.repeat(9)}</form>`],
    ["many forms of one field", `<form><input></form>`.repeat(9)],
    ["a comment box that is edited in place", `${ARTICLE}<div contenteditable="true">My word</div>`],
    ["a hidden sign-in", `${ARTICLE}<div hidden><form><input><input type="password"></form></div>`],
    ["a sign-in that is switched off", `${ARTICLE}<div inert><input type="password"></div>`],
    ["a sign-in out of everyone’s reach", `${ARTICLE}<div aria-hidden="true"><input type="password"></div>`],
    [
      "a sign-in that is folded away",
      `${ARTICLE}<div style="overflow: hidden"><input type="password"></div>`,
    ],
    ["hidden card fields", `${ARTICLE}<section hidden><input autocomplete="cc-number"></section>`],
    ["fields of a postal address", `${ARTICLE}<input autocomplete="shipping street-address">`],
  ])("allows %s", (_what, html) => expect(inBody(html)).toBeNull());

  it.each<[string, string, Never]>([
    ["a sign-in", '<form><input autocomplete="username"><input type="password"></form>', "account"],
    ["a sign-in beside an article", `${ARTICLE}<form><input type="password"></form>`, "account"],
    ["a password that is shown", '<input type="text" autocomplete="current-password">', "account"],
    ["a new password", '<input autocomplete="section-a new-password">', "account"],
    ["a password that cannot be typed yet", '<input type="password" readonly>', "account"],
    ["a code that was sent", '<input autocomplete="one-time-code" inputmode="numeric">', "account"],
    ["a card", `${ARTICLE}<input autocomplete="billing cc-number">`, "bank"],
    ["a card’s date in a list", '<select autocomplete="cc-exp-month"><option>1</option></select>', "bank"],
    ["a form", `<h1>Application</h1>${PARAGRAPH.repeat(3)}<form>${fields(12)}</form>`, "form"],
    ["a form without a form element", `<h1>Application</h1>${fields(7)}`, "form"],
    [
      "a form with hints",
      `<form>${"<p>Your answer</p><select><option>1</option></select>".repeat(9)}</form>`,
      "form",
    ],
  ])("refuses %s", (_what, html, kind) => expect(inBody(html)).toBe(kind));

  it.each([
    ["left of the page", new DOMRect(-400, 0, 300, 20), null],
    ["right of the page", new DOMRect(innerWidth + 100, 0, 300, 20), null],
    ["above the page", new DOMRect(0, -900, 300, 20), null],
    ["on the page", new DOMRect(100, 0, 300, 20), "account"],
    ["on the page, further down", new DOMRect(100, 9000, 300, 20), "account"],
  ] as const)("looks where a sign-in is: %s", (_where, rect, kind) => {
    setBody(`${ARTICLE}<input type="password">`);
    // jsdom lays nothing out.
    document.querySelector("input")!.getBoundingClientRect = () => rect;
    expect(neverIn(document)).toBe(kind);
  });

  it.each(["", "true", "TRUE", "plaintext-only"])(
    "refuses a page that is edited (contenteditable=%j)",
    (value) => {
      document.body.setAttribute("contenteditable", value);
      expect(inBody(ARTICLE)).toBe("form");
    },
  );

  it("allows a page that says it is not edited", () => {
    document.body.setAttribute("contenteditable", "false");
    expect(inBody(ARTICLE)).toBeNull();
  });

  it("refuses a page in design mode", () => {
    setBody(ARTICLE);
    Object.defineProperty(document, "designMode", { value: "on", configurable: true });
    expect(neverIn(document)).toBe("form");
    Reflect.deleteProperty(document, "designMode");
    expect(neverIn(document)).toBeNull();
  });

  it.each([
    ["text/html", null],
    ["application/xhtml+xml", null],
    ["application/xml", "format"],
    ["text/xml", "format"],
    ["image/svg+xml", "format"],
  ] as const)("answers a document of %s with %j", (type, kind) => {
    const page = new DOMParser().parseFromString(
      '<html xmlns="http://www.w3.org/1999/xhtml"><body /></html>',
      type,
    );
    expect(neverIn(page)).toBe(kind);
  });
});
