/// Column names of partners' exports, German and English, by what they mean.
///
/// Names stand here as `HeaderMatcher` compares them: lower-case ASCII with umlauts written out, without separators.
/// A name may stand under several roles; the values then decide.
enum HeaderSynonyms {
    /// The roles of every known name.
    static let roles: [String: [ColumnRole]] = {
        var roles: [String: [ColumnRole]] = [:]
        for (role, names) in people + contracts {
            for name in names.split(whereSeparator: \.isWhitespace) { roles[String(name), default: []].append(role) }
        }
        return roles
    }()

    private static let people: [(ColumnRole, String)] = [
        (
            .customerType,
            """
            kundentyp kundenart kundengruppe kundenkategorie kundenklasse kundensegment customertype customerkind
            customergroup clienttype accounttype typ type art segment personentyp persontyp persontype privatgewerbe
            privatodergewerbe privatgeschaeftlich gewerblich geschaeftskunde gewerbekunde b2bb2c rechtsform legalform
            entitytype partytype geschaeftspartnertyp gptyp natuerlichejuristischeperson
            """
        ),
        (
            .salutation,
            """
            anrede anredeschluessel kundenanrede briefanrede salutation title mrmrs geschlecht gender sex formofaddress
            anredetext herrfrau
            """
        ),
        (
            .firstName,
            """
            vorname vornamen rufname kundenvorname vn vname firstname fname givenname givennames forename prenom
            christianname name1vorname vornamekunde vorname1 firstname1 contactfirstname ansprechpartnervorname
            """
        ),
        (
            .lastName,
            """
            nachname nachnamen familienname zuname kundennachname nn nname name lastname lname surname familyname
            secondname nachnamekunde nachname1 lastname1 contactlastname ansprechpartnernachname kundenname name1
            """
        ),
        (
            .fullName,
            """
            name namekomplett vollername vollstaendigername kundenname kunde mieter mietername eigentuemer inhaber
            vorundnachname vornamenachname vornachname vornameundnachname nachnamevorname namevorname fullname
            customername clientname contactname contact customer client ansprechpartner kontakt kontaktperson
            vertragspartner vertragsnehmer bewohner tenant owner personname kundennamekomplett auftraggeber
            interessent betreiber anlagenbetreiber anlagenbetreibername
            """
        ),
        (
            .companyName,
            """
            firma firmenname firmierung firmenbezeichnung unternehmen unternehmensname unternehmensbezeichnung betrieb
            organisation organisationsname company companyname business businessname organization organizationname
            legalname corporatename employer gesellschaft gewerbe geschaeftsname geschaeftsbezeichnung firma1 name2firma
            """
        ),
        (
            .email,
            """
            email emailadresse mail mailadresse emails kundenemail emailkunde emailprivat emailaddress mailaddress
            elektronischepost customeremail clientemail contactemail econtact kontaktemail epost epostadresse
            emailkontakt kontaktmail ansprechpartneremail useremail primaryemail emailid emailanschrift
            """
        ),
        (
            .createdBy,
            """
            createdby erstelltvon angelegtvon erfasstvon erfasser vertriebsemail emailvertrieb
            berateremail emailberater verkaeuferemail salesemail salesrepemail agentemail emailagent owneremail
            vertriebspartneremail emailvertriebspartner mitarbeiteremail benutzeremail
            """
        ),
        (
            .zip,
            """
            plz postleitzahl postleitzahlen zip zipcode postcode postalcode lieferplz plzlieferstelle plzkunde
            plzlieferadresse kundenplz postalzip plznr postleitzahllieferstelle plzverbrauchsstelle plzentnahmestelle
            plzobjekt objektplz anlagenplz plzanlage plzstandort standortplz zippostalcode
            """
        ),
        (
            .street,
            """
            strasse str strassenname street streetname lieferstrasse strasselieferstelle kundenstrasse strassekunde
            addressstreet strasselieferadresse streetaddress addressline1 addressline adresszeile1 adresszeile anschrift
            adresse address address1 adresse1 anlagenstrasse strasseanlage strasseobjekt strassestandort gasse
            strasseverbrauchsstelle
            """
        ),
        (
            .streetAndNumber,
            """
            strassehausnummer strassehausnr strassehnr strassenr strasseundhausnummer strasseundnr strasseundhausnr
            strassenummer strassemithausnummer anschrift adresse strasse street lieferanschrift lieferadresse address
            streetaddress addressline1 addressline adresszeile1 adresszeile address1 adresse1 streetandnumber
            streetandhousenumber streetnumber verbrauchsstelle lieferstelle entnahmestelle objektadresse objektanschrift
            anlagenadresse anlagenanschrift standortadresse strassehsnr streethousenumber streetno
            """
        ),
        (
            .houseNumber,
            """
            hausnummer hausnr hnr hsnr nr nummer hausno housenumber houseno streetnumber streetno number no
            hausnummerlieferstelle kundenhausnummer hausnummermitzusatz buildingnumber hausnummerzusatz housenr
            """
        ),
        (
            .city,
            """
            ort stadt wohnort city town ortsname lieferort ortlieferstelle gemeinde place location kundenort ortkunde
            locality municipality ortlieferadresse wohnsitz stadtort anlagenort ortanlage standort objektort ortobjekt
            ortverbrauchsstelle
            """
        ),
        (
            .zipAndCity,
            """
            plzort plzundort plzstadt postleitzahlort zipcity plzwohnort ortplz postcodecity postalcodecity plzundstadt
            postleitzahlundort zipandcity postcodeandcity ort stadt city
            """
        ),
        (
            .customerNumber,
            """
            kundennummer kundennr kdnr kdnummer kundenid kundenummer kundenkennung kundenreferenz customernumber
            customerno customerid customerref customerreference clientid clientnumber accountnumber accountid externalid
            externeid externekundennummer referenz referenznummer reference referenceid ref vertragsnummer vertragsnr
            vertragsid contractnumber contractid contractno vertragskonto vertragskontonummer auftragsnummer auftragsnr
            auftragsid ordernumber orderid bestellnummer vorgangsnummer vorgangsnr vorgangsid leadid leadnummer dealid
            projektnummer projektnr projectid mieternummer mieternr partnernummer geschaeftspartner gpnr id kennung
            angebotsnummer angebotsnr offerid opportunityid crmid recordid interessentennummer
            """
        ),
    ]

    private static let contracts: [(ColumnRole, String)] = [
        (
            .usage,
            """
            jahresverbrauch verbrauch jahresverbrauchkwh verbrauchkwh stromverbrauch jahresstromverbrauch kwh kwhjahr
            jahresverbrauchstrom jahresmenge prognose jahresprognose verbrauchsprognose jahresverbrauchsprognose jvp
            prognoseverbrauch vorjahresverbrauch letzterverbrauch jahresarbeit arbeit bezug jahresbezug
            geschaetzterverbrauch geschaetzterjahresverbrauch voraussichtlicherverbrauch durchschnittsverbrauch usage
            annualusage yearlyusage estimatedusage estimatedannualusage consumption annualconsumption yearlyconsumption
            estimatedconsumption estimatedannualconsumption powerconsumption electricityconsumption
            energyconsumption kwhperyear kwhpa kwha kwhyear annualkwh yearlykwh usagekwh consumptionkwh eac
            jahresverbrauchinkwh verbrauchinkwh strombedarf jahresbedarf jahresstrombedarf energiebedarf
            """
        ),
        (
            .feedIn,
            """
            einspeisung jahreseinspeisung einspeisemenge jahreseinspeisemenge einspeisungkwh ueberschusseinspeisung
            ueberschussmenge prognoseeinspeisung einspeiseprognose einspeisevolumen jahreserzeugung erzeugung
            stromerzeugung prognoseerzeugung feedin annualfeedin yearlyfeedin expectedfeedin estimatedfeedin
            feedinkwh annualfeedinkwh expectedfeedinkwh feedinvolume annualproduction yearlyproduction production
            expectedproduction generation annualgeneration yield annualyield jahresertrag ertrag
            """
        ),
        (
            .meterNumber,
            """
            zaehlernummer zaehlernr zaehlerno zaehler stromzaehlernummer stromzaehler stromzaehlernr znr zaehlerid
            zaehlernummerstrom geraetenummer geraetenr meternumber meterno meterid meter meterserial meterserialnumber
            serialnumber zaehlpunktnummer electricitymeter electricitymeternumber einspeisezaehler
            einspeisezaehlernummer messgeraet messgeraetenummer zaehleridentifikation zaehlerkennung
            """
        ),
        (
            .meterType,
            """
            zaehlertyp zaehlerart zaehlerbauart zaehlertechnik messtechnik messeinrichtung messsystem metertype
            meterkind metertechnology typeofmeter typ type smartmeter imsys zaehlerausstattung artdeszaehlers
            """
        ),
        (
            .startDate,
            """
            lieferbeginn belieferungsbeginn lieferstart startdatum starttermin start vertragsbeginn vertragsstart
            wunschtermin wunschbeginn wunschdatum beginn beginndatum einzugsdatum einzug einzugstermin mietbeginn
            uebergabedatum umzugsdatum umzugstermin wechseltermin wechseldatum wechselzum gewuenschterlieferbeginn
            belieferungab lieferungab ab abdatum vertragab startzum startdate startingdate intendedstart
            intendedstartdate desiredstart desiredstartdate requestedstartdate supplystart supplystartdate
            deliverystart deliverystartdate deliverydate contractstart contractstartdate movein moveindate movingdate
            begindate begin effectivedate einspeisebeginn inbetriebnahmetermin golive golivedate switchdate validfrom
            gueltigab bezugsdatum schluesseluebergabe
            """
        ),
        (
            .nextPossibleStart,
            """
            naechstmoeglich naechstmoeglicherbeginn naechstmoeglichertermin naechstmoeglicherlieferbeginn
            schnellstmoeglich baldmoeglichst zumnaechstmoeglichentermin nextpossible nextpossiblestart asap
            nextpossibledate soonestpossible sofort sofortbeginn
            """
        ),
        (
            .changeReason,
            """
            wechselgrund grund wechselart wechseltyp wechselanlass anlass lieferbeginngrund transaktionsgrund
            vertragsgrund vorgangsart vorgang geschaeftsvorfall vorgangstyp auftragsart auftragstyp anmeldegrund
            anmeldungsgrund anmeldeart changereason reason switchreason switchtype reasonforchange reasonforswitch
            processtype ordertype switchingreason umzugoderwechsel umzugwechsel einzugwechsel wechselprozess prozess
            """
        ),
        (
            .previousSupplier,
            """
            altversorger altlieferant vorversorger vorlieferant bisherigerversorger bisherigerlieferant
            bisherigeranbieter bisherigerstromanbieter aktuellerversorger aktuellerlieferant aktuelleranbieter
            aktuellerstromanbieter stromanbieter stromversorger stromlieferant versorger lieferant anbieter
            alteranbieter alterversorger alterlieferant vorheriger vorherigerversorger vorherigerlieferant
            energieversorger previoussupplier currentsupplier oldsupplier formersupplier supplier previousprovider
            currentprovider provider energysupplier electricitysupplier utility currentutility energyprovider
            """
        ),
        (
            .iban,
            """
            iban ibannummer ibannr kontoiban bankverbindung kontonummer kontonr konto kontoverbindung bankkonto
            bankaccount bankaccountnumber ibannumber lastschriftiban sepaiban accountiban
            """
        ),
        (
            .accountHolder,
            """
            kontoinhaber kontoinhaberin inhaberkonto inhaberdeskontos accountholder accountholdername accountowner
            bankaccountholder bankaccountowner zahler zahlername abweichenderkontoinhaber nameofaccountholder
            kontoinhabername ibaninhaber depositor payer payername debtor debtorname
            """
        ),
        (
            .plan,
            """
            plan planid tarif tarifid tarifcode tarifnummer produkt produktid produktcode tariff tariffid tariffcode
            product productid productcode nomosplan nomosplanid stromtarif vertragsprodukt rateplan planidentifier
            """
        ),
        (
            .other,
            """
            telefon telefonnummer telefonnr tel telnr mobil mobilnummer mobiltelefon handy handynummer festnetz fax
            rufnummer phone phonenumber mobile mobilephone mobilenumber cell landline telephone telefonprivat
            geburtsdatum geburtstag gebdatum gebdat geburtsjahr geborenam dateofbirth birthdate birthday dob
            notiz notizen bemerkung bemerkungen kommentar kommentare anmerkung anmerkungen hinweis hinweise info infos
            note notes comment comments remark remarks beschreibung description text freitext memo
            titel akademischertitel land country laendercode countrycode bundesland state region county
            adresszusatz zusatz addressline2 adresszeile2 stockwerk etage wohnung wohnungsnummer floor apartment
            bic swift bank bankname kreditinstitut blz bankleitzahl mandat mandatsreferenz mandatsdatum
            malo maloid marktlokation marktlokationsid marktlokationsidentifikationsnummer melo meloid messlokation
            netzbetreiber gridoperator dso messstellenbetreiber msb grundversorger regelzone bilanzkreis
            zaehlerstand zaehlerstaende ablesestand ablesedatum ablesung meterreading reading readingdate
            kuendigungsfrist kuendigungsdatum kuendigungstermin vertragsende vertragslaufzeit laufzeit vertragsendealt
            enddate contractend contractenddate unterschriftsdatum unterschrift signaturedate signedat auftragsdatum
            erstelltam erstellungsdatum angelegtam eingangsdatum erfassungsdatum datum date createdat created
            createddate updatedat aenderungsdatum inbetriebnahme inbetriebnahmedatum commissioned commissioningdate
            anlagenleistung leistung kwp pvkwp nennleistung capacity power speicher speicherkapazitaet wechselrichter
            preis arbeitspreis grundpreis abschlag abschlagsbetrag betrag summe angebotssumme rechnungsbetrag umsatz
            amount price total budget rabatt bonus provision commission vertrieb vertriebspartner vertriebsmitarbeiter
            berater verkaeufer vermittler agent agentur salespartner salesrep partner filiale niederlassung team kanal
            channel source quelle herkunft kampagne campaign utmsource utmcampaign leadquelle leadsource status stand
            phase stage prioritaet sprache language waehrung currency newsletter einwilligung werbeeinwilligung optin
            consent agb datenschutz vollmacht objekt objektnummer gebaeude liegenschaft wohneinheit einheit ustid
            umsatzsteuerid vatid steuernummer taxid handelsregister website webseite url link
            """
        ),
    ]
}
