//! What an organization is: three questions that national legal forms mix up.

code_list! {
    /// The types of entity: those that the ILO's resolution of 2022 on decent work and the
    /// social and solidarity economy lists, and the partners that alliances are made with.
    pub enum EntityType: "entity type" {
        Cooperative = "cooperative" ["Cooperative", "Cooperativa", "Coopérative", "Cooperativa"],
        Association = "association" ["Association", "Asociación", "Association", "Associação"],
        MutualSociety = "mutual-society" ["Mutual society", "Mutualidad", "Mutuelle", "Mutualidade"],
        Foundation = "foundation" ["Foundation", "Fundación", "Fondation", "Fundação"],
        SocialEnterprise = "social-enterprise" ["Social enterprise", "Empresa social", "Entreprise sociale", "Empresa social"],
        SelfHelpGroup = "self-help-group" ["Self-help group", "Grupo de autoayuda", "Groupe d’entraide", "Grupo de autoajuda"],
        OtherSse = "other-sse" ["Other SSE entity", "Otra entidad de la ESS", "Autre entité de l’ESS", "Outra entidade da ESS"],
        Federation = "federation" ["Federation or network", "Federación o red", "Fédération ou réseau", "Federação ou rede"],
        LocalGovernment = "local-government" ["Local government", "Gobierno local", "Collectivité territoriale", "Governo local"],
        TradeUnion = "trade-union" ["Trade union", "Sindicato", "Syndicat", "Sindicato"],
        Academia = "academia" ["University or research institute", "Universidad o instituto", "Université ou institut", "Universidade ou instituto"],
        ConventionalEnterprise = "conventional-enterprise" ["Non-cooperative enterprise", "Empresa no cooperativa", "Entreprise non coopérative", "Empresa não cooperativa"],
        InternationalOrganisation = "international-organisation" ["International organisation", "Organismo internacional", "Organisation internationale", "Organismo internacional"],
        Collective = "collective" ["Informal collective or movement", "Colectivo o movimiento", "Collectif ou mouvement", "Coletivo ou movimento"],
    }
}

code_list! {
    /// Who the members are, whatever the legal form.
    pub enum MembershipBase: "membership base" {
        Consumers = "consumers" ["Consumers or users", "Consumidores o usuarios", "Consommateurs ou usagers", "Consumidores ou usuários"],
        Producers = "producers" ["Producers", "Productores", "Producteurs", "Produtores"],
        Workers = "workers" ["Workers", "Trabajadores", "Salariés", "Trabalhadores"],
        MultiStakeholder = "multi-stakeholder" ["Several kinds of members", "Varios tipos de socios", "Plusieurs catégories de membres", "Vários tipos de membros"],
        Residents = "residents" ["Residents or tenants", "Residentes o inquilinos", "Habitants ou locataires", "Moradores ou inquilinos"],
        Community = "community" ["A community of interest", "Una comunidad de interés", "Une communauté d'intérêt", "Uma comunidade de interesse"],
        Enterprises = "enterprises" ["Enterprises", "Empresas", "Entreprises", "Empresas"],
        SelfEmployed = "self-employed" ["Self-employed people", "Personas autónomas", "Travailleurs indépendants", "Trabalhadores autônomos"],
        Cooperatives = "cooperatives" ["Cooperatives", "Cooperativas", "Coopératives", "Cooperativas"],
        EmployeeTrust = "employee-trust" ["A trust for the employees", "Un fideicomiso de los empleados", "Une fiducie des salariés", "Um fundo dos empregados"],
        Others = "others" ["Others", "Otros", "Autres", "Outros"],
    }
}

code_list! {
    /// How far an organization's work reaches.
    pub enum Scope: "scope" {
        Local = "local" ["Local", "Local", "Local", "Local"],
        Regional = "regional" ["Regional", "Regional", "Régional", "Regional"],
        National = "national" ["National", "Nacional", "National", "Nacional"],
        International = "international" ["International", "Internacional", "International", "Internacional"],
    }
}
