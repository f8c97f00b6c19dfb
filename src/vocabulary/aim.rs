//! The kinds of inter-cooperation that an offer can aim at and an alliance be made for.

code_list! {
    /// To which aim an offer or need is made.
    pub enum Aim: "aim" {
        JointPurchasing = "joint-purchasing" ["Joint purchasing", "Compra conjunta", "Achat groupé", "Compra conjunta", "Compra conjunta", "공동구매"],
        JointBidding = "joint-bidding" ["Joint bid / public procurement", "Licitación conjunta / compra pública", "Réponse groupée / commande publique", "Licitação conjunta / compra pública", "Licitació conjunta / compra pública", "공동입찰 / 공공조달"],
        Consortium = "consortium" ["Consortium or second-tier cooperative", "Consorcio o cooperativa de segundo grado", "Groupement ou coopérative de coopératives", "Consórcio ou cooperativa de segundo grau", "Consorci o cooperativa de segon grau", "컨소시엄 또는 협동조합연합회"],
        CommercialSupply = "commercial-supply" ["Commercial supply (market within the SSE)", "Suministro comercial (mercado social)", "Approvisionnement (marché entre acteurs ESS)", "Fornecimento comercial (mercado solidário)", "Subministrament comercial (mercat social)", "사회적경제 안의 거래와 공급"],
        JointMarketing = "joint-marketing" ["Joint marketing or distribution", "Comercialización conjunta", "Commercialisation ou distribution commune", "Comercialização conjunta", "Comercialització o distribució conjunta", "공동 마케팅 또는 유통"],
        SharedInfrastructure = "shared-infrastructure" ["Shared infrastructure (premises, equipment, IT)", "Infraestructura compartida (locales, equipos, TI)", "Mutualisation (locaux, matériel, numérique)", "Infraestrutura partilhada (espaços, equipamentos, TI)", "Infraestructura compartida (locals, equips, TI)", "시설 공유(공간, 장비, 정보기술)"],
        SharedServices = "shared-services" ["Shared services or staff (employer group)", "Servicios o personal compartidos", "Services ou emplois partagés (groupement d’employeurs)", "Serviços ou pessoal partilhados", "Serveis o personal compartits", "서비스 또는 인력 공유"],
        SolidarityFinance = "solidarity-finance" ["Solidarity finance (loan, guarantee, fund)", "Finanzas solidarias (préstamo, aval, fondo)", "Finance solidaire (prêt, garantie, fonds)", "Finanças solidárias (empréstimo, garantia, fundo)", "Finances solidàries (préstec, aval, fons)", "사회연대금융(대출, 보증, 기금)"],
        MutualCredit = "mutual-credit" ["Mutual credit / complementary currency", "Crédito mutuo / moneda social", "Crédit mutuel / monnaie locale", "Crédito mútuo / moeda social", "Crèdit mutu / moneda social", "상호신용 / 지역화폐"],
        KnowledgeExchange = "knowledge-exchange" ["Knowledge exchange / peer learning", "Intercambio de saberes / aprendizaje entre pares", "Échange de savoirs / apprentissage entre pairs", "Intercâmbio de saberes / aprendizagem entre pares", "Intercanvi de sabers / aprenentatge entre iguals", "지식 교류 / 상호 학습"],
        Training = "training" ["Training and education", "Formación", "Formation", "Formação", "Formació", "교육과 훈련"],
        Research = "research" ["Research", "Investigación", "Recherche", "Pesquisa", "Recerca", "연구"],
        Incubation = "incubation" ["Incubation and technical support", "Incubación y acompañamiento técnico", "Incubation et accompagnement", "Incubação e apoio técnico", "Incubació i acompanyament tècnic", "창업 보육과 기술 지원"],
        FederationMembership = "federation-membership" ["Federation or network membership", "Membresía en federación o red", "Adhésion à une fédération ou un réseau", "Filiação a federação ou rede", "Pertinença a una federació o xarxa", "연합회 또는 네트워크 가입"],
        ThematicNetwork = "thematic-network" ["Thematic network", "Red temática", "Réseau thématique", "Rede temática", "Xarxa temàtica", "주제별 네트워크"],
        Advocacy = "advocacy" ["Advocacy / public policy", "Incidencia / políticas públicas", "Plaidoyer / politiques publiques", "Incidência / políticas públicas", "Incidència / polítiques públiques", "정책 제안 / 공공정책"],
        PublicCommunityPartnership = "public-community-partnership" ["Public–community partnership (with a local government)", "Alianza público-comunitaria", "Partenariat public-communs", "Parceria público-comunitária", "Aliança publicocomunitària (amb un govern local)", "민관협력(지방자치단체와 함께)"],
        Twinning = "twinning" ["City twinning / city-to-city cooperation", "Hermanamiento / cooperación entre ciudades", "Jumelage / coopération décentralisée", "Geminação / cooperação entre cidades", "Agermanament / cooperació entre ciutats", "자매결연 / 도시 간 협력"],
        DevelopmentCooperation = "development-cooperation" ["International solidarity / development cooperation", "Cooperación internacional solidaria", "Solidarité internationale", "Cooperação internacional solidária", "Solidaritat internacional / cooperació al desenvolupament", "국제연대 / 개발협력"],
        EmergencyMutualAid = "emergency-mutual-aid" ["Emergency mutual aid / crisis recovery", "Ayuda mutua en emergencias / recuperación", "Entraide d’urgence / relance après crise", "Ajuda mútua em emergências / recuperação", "Ajuda mútua en emergències / recuperació", "긴급 상호부조 / 재난 복구"],
    }
}
