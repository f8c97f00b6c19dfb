//! The kinds of inter-cooperation that an offer can aim at and an alliance be made for.

code_list! {
    /// To which aim an offer or need is made.
    pub enum Aim: "aim" {
        JointPurchasing = "joint-purchasing" ["Joint purchasing", "Compra conjunta", "Achat groupé", "Compra conjunta"],
        JointBidding = "joint-bidding" ["Joint bid / public procurement", "Licitación conjunta / compra pública", "Réponse groupée / commande publique", "Licitação conjunta / compra pública"],
        Consortium = "consortium" ["Consortium or second-tier cooperative", "Consorcio o cooperativa de segundo grado", "Groupement ou coopérative de coopératives", "Consórcio ou cooperativa de segundo grau"],
        CommercialSupply = "commercial-supply" ["Commercial supply (market within the SSE)", "Suministro comercial (mercado social)", "Approvisionnement (marché entre acteurs ESS)", "Fornecimento comercial (mercado solidário)"],
        JointMarketing = "joint-marketing" ["Joint marketing or distribution", "Comercialización conjunta", "Commercialisation ou distribution commune", "Comercialização conjunta"],
        SharedInfrastructure = "shared-infrastructure" ["Shared infrastructure (premises, equipment, IT)", "Infraestructura compartida (locales, equipos, TI)", "Mutualisation (locaux, matériel, numérique)", "Infraestrutura partilhada (espaços, equipamentos, TI)"],
        SharedServices = "shared-services" ["Shared services or staff (employer group)", "Servicios o personal compartidos", "Services ou emplois partagés (groupement d’employeurs)", "Serviços ou pessoal partilhados"],
        SolidarityFinance = "solidarity-finance" ["Solidarity finance (loan, guarantee, fund)", "Finanzas solidarias (préstamo, aval, fondo)", "Finance solidaire (prêt, garantie, fonds)", "Finanças solidárias (empréstimo, garantia, fundo)"],
        MutualCredit = "mutual-credit" ["Mutual credit / complementary currency", "Crédito mutuo / moneda social", "Crédit mutuel / monnaie locale", "Crédito mútuo / moeda social"],
        KnowledgeExchange = "knowledge-exchange" ["Knowledge exchange / peer learning", "Intercambio de saberes / aprendizaje entre pares", "Échange de savoirs / apprentissage entre pairs", "Intercâmbio de saberes / aprendizagem entre pares"],
        Training = "training" ["Training and education", "Formación", "Formation", "Formação"],
        Research = "research" ["Research", "Investigación", "Recherche", "Pesquisa"],
        Incubation = "incubation" ["Incubation and technical support", "Incubación y acompañamiento técnico", "Incubation et accompagnement", "Incubação e apoio técnico"],
        FederationMembership = "federation-membership" ["Federation or network membership", "Membresía en federación o red", "Adhésion à une fédération ou un réseau", "Filiação a federação ou rede"],
        ThematicNetwork = "thematic-network" ["Thematic network", "Red temática", "Réseau thématique", "Rede temática"],
        Advocacy = "advocacy" ["Advocacy / public policy", "Incidencia / políticas públicas", "Plaidoyer / politiques publiques", "Incidência / políticas públicas"],
        PublicCommunityPartnership = "public-community-partnership" ["Public–community partnership (with a local government)", "Alianza público-comunitaria", "Partenariat public-communs", "Parceria público-comunitária"],
        Twinning = "twinning" ["City twinning / city-to-city cooperation", "Hermanamiento / cooperación entre ciudades", "Jumelage / coopération décentralisée", "Geminação / cooperação entre cidades"],
        DevelopmentCooperation = "development-cooperation" ["International solidarity / development cooperation", "Cooperación internacional solidaria", "Solidarité internationale", "Cooperação internacional solidária"],
        EmergencyMutualAid = "emergency-mutual-aid" ["Emergency mutual aid / crisis recovery", "Ayuda mutua en emergencias / recuperación", "Entraide d’urgence / relance après crise", "Ajuda mútua em emergências / recuperação"],
    }
}
