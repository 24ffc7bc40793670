/**
 * Where Sidelight never runs: the lists, and nothing but the lists. `never.ts` says how an address is held against them.
 *
 * A list that errs refuses a newspaper or reads a private page. So a name goes in when it is known to be of its kind,
 * and nothing is matched by a part of a name: dailymail.co.uk is no mail, bankingnews.gr no bank.
 */

import type { Never } from "./kinds";

/** Names by kind. One space stands between names that share a line. */
export type Names = Readonly<Partial<Record<Never, readonly string[]>>>;

/**
 * The blocks of the IANA IPv4 Special-Purpose Address Registry (RFC 6890) that are not globally reachable, and the
 * multicast block of the IPv4 Multicast Address Space Registry.
 */
export const RESERVED_IPV4: readonly string[] = [
  "0.0.0.0/8", // this network: RFC 791
  "10.0.0.0/8", // private use: RFC 1918
  "100.64.0.0/10", // shared address space, behind a provider's NAT: RFC 6598
  "127.0.0.0/8", // loopback: RFC 1122
  "169.254.0.0/16", // link-local: RFC 3927
  "172.16.0.0/12", // private use: RFC 1918
  "192.0.0.0/24", // protocol assignments: RFC 6890
  "192.0.2.0/24", // documentation: RFC 5737
  "192.88.99.0/24", // 6to4 relays, which are no more: RFC 7526
  "192.168.0.0/16", // private use: RFC 1918
  "198.18.0.0/15", // benchmarks: RFC 2544
  "198.51.100.0/24", // documentation: RFC 5737
  "203.0.113.0/24", // documentation: RFC 5737
  "224.0.0.0/4", // multicast: RFC 5771
  "240.0.0.0/4", // reserved, with the broadcast address: RFC 1112
];

/**
 * All public IPv6 addresses are in this block (IANA IPv6 Address Space registry). Outside it are loopback (::1), unique
 * local (fc00::/7), link-local (fe80::/10), multicast (ff00::/8), and IPv4 in IPv6 (::ffff:0:0/96, 64:ff9b::/96), which
 * no public site needs.
 */
export const PUBLIC_IPV6 = "2000::/3";

/** The blocks inside it that are not globally reachable (IANA IPv6 Special-Purpose Address Registry). */
export const RESERVED_IPV6: readonly string[] = [
  "2001::/23", // protocol assignments, Teredo among them: RFC 2928, RFC 4380
  "2001:db8::/32", // documentation: RFC 3849
  "2002::/16", // 6to4, which carries IPv4: RFC 7526
  "3fff::/20", // documentation: RFC 9637
];

/** Second-level names under which registries of countries give out names, so that the third label is the owner's. */
export const SHARED_SECOND_LEVEL: readonly string[] = ["ac co com edu ltd me ne net nom or org plc"];

/** Hosts that a label would wrongly refuse: hearings and headlines about banking are for all to read. */
export const READABLE: readonly string[] = ["banking.senate.gov banking.einnews.com"];

/**
 * Sites, with all that is below them; a top-level name is one too. After a slash: only that first part of the path.
 *
 * No registry says what is mail or a bank: but for the reserved names, these were chosen by hand, of each country the
 * sites that most people use. A site whose host says what it is needs no place here; its label is enough.
 */
export const SITES: Names = {
  intranet: [
    // RFC 6761, special-use names. `example` is one as well and is not here: nothing private is ever below it.
    "localhost test invalid",
    // RFC 6762, multicast DNS; its appendix G names the endings that people give to private networks.
    "local intranet internal private corp home lan",
    // RFC 8375, home.arpa; the rest of `arpa` is infrastructure, without pages: RFC 3172.
    "arpa",
    // Networks beside the DNS: RFC 7686, RFC 9476. Who reads there does not want the text sent on elsewhere.
    "onion alt i2p",
    // What routers and office networks answer to, though no registry reserves it.
    "localdomain domain workgroup fritz.box fritz.nas speedport.ip routerlogin.net tplinkwifi.net tplinkmodem.net",
    "router.asus.com asusrouter.com miwifi.com orbilogin.com mywifiext.net linksyssmartwifi.com",
    // Public names that lead into private networks.
    "ts.net plex.direct nip.io sslip.io localtest.me lvh.me ui.nabu.casa",
  ],
  mail: [
    // Mail whose host does not say so, as mail.google.com, webmail.free.fr and outlook.live.com do.
    "outlook.com hotmail.com gmail.com googlemail.com icloud.com app.tuta.com connect.xfinity.com app.hey.com",
    "fastmail.com posteo.de mailbox.org mailfence.com hushmail.com runbox.com startmail.com kolabnow.com",
    "navigator.gmx.net navigator.web.de 3c.gmx.net 3c.web.de navigator-bs.gmx.com navigator-lxa.mail.com",
    "e.mail.ru touch.mail.ru abv.bg",
    // Messages. The public channels of t.me can be read.
    "web.whatsapp.com web.telegram.org messenger.com discord.com discordapp.com slack.com web.skype.com",
    "teams.microsoft.com teams.live.com voice.google.com meet.google.com hangouts.google.com",
    "web.wechat.com wx.qq.com web.snapchat.com app.element.io app.wire.com zoom.us webex.com groups.google.com",
    "facebook.com/messages instagram.com/direct linkedin.com/messaging x.com/messages twitter.com/messages",
    "reddit.com/message reddit.com/chat vk.com/im ok.ru/messages tiktok.com/messages bsky.app/messages",
    // Talks with machines are as private as talks with people.
    "chatgpt.com claude.ai gemini.google.com copilot.microsoft.com perplexity.ai/search character.ai",
  ],
  workspace: [
    "docs.google.com drive.google.com calendar.google.com keep.google.com photos.google.com contacts.google.com",
    "classroom.google.com script.google.com tasks.google.com colab.research.google.com notebooklm.google.com",
    "cloud.microsoft office.com office365.com officeapps.live.com onedrive.com 1drv.ms",
    "sharepoint.com onenote.com to-do.live.com loop.microsoft.com dynamics.com",
    "calendar.proton.me drive.proton.me docs.proton.me dropbox.com box.com mega.nz wetransfer.com",
    "notion.so coda.io evernote.com trello.com asana.com monday.com airtable.com atlassian.net basecamp.com",
    "clickup.com linear.app figma.com miro.com canva.com overleaf.com quip.com docusign.com docusign.net",
    "force.com my.salesforce.com myworkday.com service-now.com successfactors.com bamboohr.com",
    "disk.yandex.ru disk.yandex.com cloud.mail.ru docs.qq.com kdocs.cn pan.baidu.com feishu.cn larksuite.com",
    "dingtalk.com work.weixin.qq.com docs.zoho.com workdrive.zoho.com",
  ],
  bank: [
    // Endings of the IANA root zone: those that only banks, insurers and the like are given, and those of one bank.
    "bank creditunion insurance americanexpress amex anz barclaycard barclays bbva bnpparibas bofa bradesco",
    "capitalone cba chase citi commbank discover fidelity hsbc icbc itau jpmorgan nab sbi scb ubs vanguard visa",
    // Payment, cards, transfers and exchanges of the whole world.
    "paypal.com paypal.me venmo.com cash.app zellepay.com stripe.com squareup.com klarna.com affirm.com afterpay.com",
    "wise.com revolut.com payoneer.com skrill.com neteller.com westernunion.com moneygram.com remitly.com",
    "worldremit.com adyen.com mollie.com worldpay.com gocardless.com americanexpress.com visa.com mastercard.com",
    "coinbase.com kraken.com binance.com bitstamp.net etoro.com interactivebrokers.com traderepublic.com pay.gov",
    "hsbc.com sc.com ubs.com santander.com bbva.com",
    // United States
    "chase.com bankofamerica.com wellsfargo.com citi.com citibank.com citibankonline.com usbank.com capitalone.com",
    "pnc.com truist.com tdbank.com ally.com discover.com citizensbank.com citizensbankonline.com 53.com key.com",
    "regions.com mtb.com huntington.com synchrony.com synchronybank.com barclaysus.com comerica.com bmo.com",
    "usaa.com navyfederal.org penfed.org becu.org alliantcreditunion.org marcus.com sofi.com chime.com",
    "schwab.com fidelity.com vanguard.com etrade.com robinhood.com wealthfront.com betterment.com intuit.com",
    "hrblock.com",
    // Canada
    "rbc.com rbcroyalbank.com royalbank.com td.com cibc.com scotiabank.com nbc.ca desjardins.com tangerine.ca",
    "simplii.com eqbank.ca interac.ca wealthsimple.com atb.com laurentianbank.ca vancity.com",
    // United Kingdom and Ireland
    "barclays.co.uk hsbc.co.uk lloydsbank.com lloydsbank.co.uk halifax.co.uk halifax-online.co.uk natwest.com",
    "nwolb.com rbs.co.uk santander.co.uk nationwide.co.uk tsb.co.uk monzo.com starlingbank.com firstdirect.com",
    "co-operativebank.co.uk metrobankonline.co.uk virginmoney.com bankofscotland.co.uk ulsterbank.co.uk coutts.com",
    "nsandi.com aib.ie bankofireland.com 365online.com permanenttsb.ie ptsb.ie",
    // Germany, Austria, Switzerland
    "sparkasse.de berliner-sparkasse.de haspa.de deutsche-bank.de commerzbank.de comdirect.de dkb.de ing.de",
    "postbank.de targobank.de hypovereinsbank.de n26.com consorsbank.de norisbank.de santander.de apobank.de gls.de",
    "berliner-volksbank.de bbbank.de sparkasse.at erstebank.at raiffeisen.at bankaustria.at bawag.at easybank.at",
    "postfinance.ch raiffeisen.ch zkb.ch migrosbank.ch twint.ch swissquote.com swissquote.ch",
    // France, Belgium, the Netherlands, Luxembourg
    "bnpparibas.net credit-agricole.fr societegenerale.fr sg.fr caisse-epargne.fr banquepopulaire.fr bred.fr",
    "labanquepostale.fr creditmutuel.fr cic.fr lcl.fr boursobank.com hellobank.fr fortuneo.fr monabanq.com",
    "lydia-app.com kbc.be belfius.be bnpparibasfortis.be ing.be argenta.be ing.nl rabobank.nl abnamro.nl bunq.com",
    "asnbank.nl snsbank.nl knab.nl triodos.nl spuerkeess.lu bcee.lu bil.com",
    // Spain, Portugal, Italy, Greece, Cyprus, Malta
    "bbva.es bancosantander.es caixabank.es bancsabadell.com bankinter.com unicajabanco.es",
    "ing.es openbank.es abanca.com kutxabank.es ibercaja.es cgd.pt millenniumbcp.pt santander.pt novobanco.pt",
    "bancobpi.pt activobank.pt mbway.pt intesasanpaolo.com unicredit.it bancobpm.it mps.it bper.it bnl.it",
    "finecobank.com poste.it postepay.it bancamediolanum.it credem.it ing.it nexi.it satispay.com nbg.gr",
    "piraeusbank.gr alpha.gr eurobank.gr bankofcyprus.com hellenicbank.com bov.com",
    // Nordic and Baltic countries
    "nordea.com nordea.fi nordea.se nordea.dk nordea.no danskebank.dk danskebank.com seb.se seb.ee seb.lv seb.lt",
    "swedbank.se swedbank.ee swedbank.lv swedbank.lt handelsbanken.se icabanken.se skandia.se dnb.no op.fi",
    "s-pankki.fi aktia.fi jyskebank.dk nykredit.dk sydbank.dk sparebank1.no swish.nu vipps.no mobilepay.dk",
    "landsbankinn.is arionbanki.is islandsbanki.is lhv.ee luminor.ee luminor.lv luminor.lt citadele.lv",
    // Central and south-eastern Europe
    "pkobp.pl ipko.pl pekao.com.pl pekao24.pl mbank.pl santander.pl ing.pl aliorbank.pl bankmillennium.pl",
    "bnpparibas.pl credit-agricole.pl przelewy24.pl csas.cz kb.cz csob.cz moneta.cz rb.cz fio.cz airbank.cz",
    "unicreditbank.cz slsp.sk tatrabanka.sk vub.sk csob.sk otpbank.hu kh.hu erstebank.hu mbhbank.hu cib.hu bcr.ro",
    "brd.ro bancatransilvania.ro ing.ro raiffeisen.ro cec.ro dskbank.bg ubb.bg unicreditbulbank.bg fibank.bg",
    "postbank.bg zaba.hr pbz.hr erstebank.hr rba.hr nlb.si otpbanka.si bancaintesa.rs raiffeisenbank.rs otpbanka.rs",
    // Ukraine, Russia, Belarus, Caucasus, Central Asia
    "privatbank.ua privat24.ua monobank.ua oschadbank.ua pumb.ua raiffeisen.ua ukrsibbank.com sberbank.ru vtb.ru",
    "alfabank.ru tbank.ru tinkoff.ru gazprombank.ru raiffeisen.ru sovcombank.ru rshb.ru psbank.ru yoomoney.ru",
    "qiwi.com belarusbank.by priorbank.by kaspi.kz halykbank.kz tbcbank.ge bog.ge bankofgeorgia.ge ameriabank.am",
    "kapitalbank.az payme.uz",
    // Turkey, Israel, Arab countries
    "isbank.com.tr garantibbva.com.tr akbank.com yapikredi.com.tr ziraatbank.com.tr halkbank.com.tr denizbank.com",
    "vakifbank.com.tr qnbfinansbank.com enpara.com papara.com bankhapoalim.co.il leumi.co.il discountbank.co.il",
    "mizrahi-tefahot.co.il fibi.co.il emiratesnbd.com bankfab.com adcb.com dib.ae mashreq.com mashreqbank.com",
    "alrajhibank.com.sa alahli.com riyadbank.com qnb.com nbk.com kfh.com bankmuscat.com arabbank.com nbe.com.eg",
    "banquemisr.com cibeg.com attijariwafabank.com",
    // India and South Asia
    "onlinesbi.com hdfcbank.com icicibank.com axisbank.com kotak.com pnbindia.in bankofbaroda.in bankofbaroda.com",
    "canarabank.com unionbankofindia.co.in yesbank.in idfcfirstbank.com indusind.com paytm.com phonepe.com hbl.com",
    "ubldigital.com mcb.com.pk meezanbank.com easypaisa.com.pk bkash.com dutchbanglabank.com bracbank.com",
    "combank.lk sampath.lk esewa.com.np khalti.com",
    // China, Taiwan, Hong Kong, Japan, Korea
    "icbc.com.cn ccb.com boc.cn bankofchina.com abchina.com bankcomm.com cmbchina.com psbc.com citicbank.com",
    "spdb.com.cn cib.com.cn cmbc.com.cn cebbank.com hxb.com.cn cgbchina.com.cn bank.pingan.com webank.com",
    "alipay.com tenpay.com unionpay.com 95516.com ctbcbank.com cathaybk.com.tw esunbank.com esunbank.com.tw",
    "taipeifubon.com.tw hsbc.com.hk hangseng.com bochk.com hkbea.com mufg.jp smbc.co.jp mizuhobank.co.jp",
    "resonabank.co.jp jp-bank.japanpost.jp rakuten-bank.co.jp netbk.co.jp paypay.ne.jp kbstar.com shinhan.com",
    "wooribank.com kebhana.com ibk.co.kr nonghyup.com kakaobank.com tossbank.com toss.im",
    // South-East Asia
    "dbs.com dbs.com.sg posb.com.sg uob.com.sg uobgroup.com ocbc.com maybank.com maybank2u.com.my cimb.com",
    "cimb.com.my cimbclicks.com.my pbebank.com rhbgroup.com hlb.com.my kasikornbank.com scb.co.th bangkokbank.com",
    "krungthai.com krungsri.com ttbbank.com bca.co.id klikbca.com bankmandiri.co.id bri.co.id bni.co.id btn.co.id",
    "cimbniaga.co.id danamon.co.id gopay.co.id ovo.id dana.id bdo.com.ph bpi.com.ph metrobank.com.ph gcash.com",
    "unionbankph.com vietcombank.com.vn vietinbank.vn bidv.com.vn techcombank.com mbbank.com.vn acb.com.vn",
    "vpbank.com.vn momo.vn",
    // Australia and New Zealand
    "commbank.com.au westpac.com.au anz.com anz.com.au nab.com.au stgeorge.com.au bankwest.com.au macquarie.com.au",
    "ing.com.au bendigobank.com.au banksa.com.au bankofmelbourne.com.au anz.co.nz asb.co.nz bnz.co.nz westpac.co.nz",
    "kiwibank.co.nz tsb.co.nz",
    // Latin America
    "itau.com.br bradesco.com.br bb.com.br caixa.gov.br santander.com.br nubank.com.br bancointer.com.br inter.co",
    "btgpactual.com sicoob.com.br sicredi.com.br safra.com.br picpay.com mercadopago.com mercadopago.com.br",
    "mercadopago.com.ar mercadopago.com.mx pagbank.com.br bbva.mx banamex.com citibanamex.com banorte.com",
    "santander.com.mx hsbc.com.mx bancoppel.com bancoazteca.com.mx bancogalicia.com bna.com.ar santander.com.ar",
    "macro.com.ar bbva.com.ar bancoprovincia.com.ar bancociudad.com.ar bancochile.cl bancoestado.cl santander.cl",
    "bci.cl itau.cl grupobancolombia.com bancolombia.com davivienda.com bancodebogota.com nequi.com.co viabcp.com",
    "interbank.pe bbva.pe scotiabank.com.pe pichincha.com produbanco.com brou.com.uy bancodevenezuela.com banesco.com",
    // Africa
    "standardbank.co.za absa.co.za fnb.co.za nedbank.co.za capitecbank.co.za tymebank.co.za kcbgroup.com",
    "equitygroupholdings.com zenithbank.com gtbank.com accessbankplc.com firstbanknigeria.com ubagroup.com",
    "ecobank.com flutterwave.com paystack.com",
  ],
  account: [
    // Sign-in whose host does not say so, as accounts.google.com and login.live.com do.
    "microsoftonline.com appleid.apple.com appleid.cdn-apple.com idmsa.apple.com",
    "myactivity.google.com takeout.google.com one.google.com passwords.google.com wallet.google.com",
    "id.atlassian.com id.mail.ru id.yandex.ru id.vk.com okta.com auth0.com onelogin.com pingone.com duosecurity.com",
    // The places where people keep their passwords.
    "1password.com 1password.eu 1password.ca vault.bitwarden.com vault.bitwarden.eu lastpass.com app.dashlane.com",
    "keepersecurity.com keepersecurity.eu pass.proton.me nordpass.com",
  ],
  portal: [
    // North America
    "login.gov id.me sa.www4.irs.gov secure.ssa.gov healthcare.gov myhealth.va.gov mychart.com mychart.org",
    "followmyhealth.com athenahealth.com zocdoc.com teladoc.com 23andme.com cra-arc.gc.ca",
    // United Kingdom and Ireland
    "tax.service.gov.uk access.service.gov.uk nhsapp.service.nhs.uk patientaccess.com mygovid.ie",
    "ros.ie",
    // European Union, Norway, Iceland, Switzerland
    "elster.de id.bund.de finanzonline.bmf.gv.at id-austria.gv.at agov.ch eiam.admin.ch impots.gouv.fr",
    "franceconnect.gouv.fr assure.ameli.fr caf.fr monespacesante.fr doctolib.fr doctolib.de doctolib.it",
    "sede.agenciatributaria.gob.es clave.gob.es telematici.agenziaentrate.gov.it spid.gov.it",
    "fascicolosanitario.gov.it portaldasfinancas.gov.pt autenticacao.gov.pt digid.nl csam.be itsme-id.com myminfin.be",
    "mitid.dk borger.dk skat.dk sundhed.dk e-boks.dk nemlog-in.dk bankid.com skatteverket.se 1177.se altinn.no",
    "idporten.no helsenorge.no skatteetaten.no innskra.island.is suomi.fi omavero.vero.fi kanta.fi eesti.ee emta.ee",
    "latvija.lv epaslaugos.lt podatki.gov.pl pacjent.gov.pl epuap.gov.pl mojedatovaschranka.cz identitaobcana.cz",
    // Eastern Europe, Turkey
    "diia.gov.ua id.gov.ua cabinet.tax.gov.ua gosuslugi.ru lkfl2.nalog.ru turkiye.gov.tr enabiz.gov.tr",
    // Asia, Australia, New Zealand
    "myaadhaar.uidai.gov.in digilocker.gov.in incometax.gov.in singpass.gov.sg mytax.iras.gov.sg iamsmart.gov.hk",
    "myna.go.jp e-tax.nta.go.jp hometax.go.kr gov.kr my.gov.au realme.govt.nz myir.ird.govt.nz absher.sa",
    "iam.gov.sa uaepass.ae",
    // Latin America, Africa
    "acesso.gov.br cav.receita.fazenda.gov.br afip.gob.ar arca.gob.ar sat.gob.mx claveunica.gob.cl sii.cl",
    "sarsefiling.co.za ecitizen.go.ke",
  ],
};

/** Labels of a host left of its owner's name, whole but for digits at their end: webmail2.example.com is `webmail`. */
export const LABELS: Names = {
  intranet: ["intranet extranet internal vpn citrix"],
  mail: [
    "mail webmail email mailbox owa outlook roundcube squirrelmail horde zimbra imap smtp autodiscover",
    "poczta messagerie chat messages messaging messenger",
  ],
  workspace: ["jira confluence nextcloud owncloud sharepoint onedrive"],
  bank: [
    "banking onlinebanking online-banking ebanking e-banking netbanking internetbanking internet-banking ibanking",
    "homebanking mobilebanking ebank netbank ibank onlinebank bankline pay payment payments checkout billing",
  ],
  account: [
    "login logon signin sign-in sso auth oauth idp identity passport account accounts myaccount my-account profile",
    "konto mijn compte moncompte mon-compte cuenta",
  ],
  portal: ["mychart patientportal patient-portal"],
};

/** First parts of a path, after the language, that say the same on any host. A newspaper has readers' accounts too. */
export const PATHS: Names = {
  mail: ["owa webmail roundcube"],
  workspace: ["wp-admin"],
  bank: ["checkout"],
  account: ["login log-in logon signin sign-in account my-account myaccount wp-login.php"],
};
