//! What an organization is: three questions that national legal forms mix up.

code_list! {
    /// The types of entity: those that the ILO's resolution of 2022 on decent work and the
    /// social and solidarity economy lists, and the partners that alliances are made with.
    pub enum EntityType: "entity type" {
        Cooperative = "cooperative" ["Cooperative", "Cooperativa", "Coopérative", "Cooperativa", "Cooperativa", "협동조합"],
        Association = "association" ["Association", "Asociación", "Association", "Associação", "Associació", "협회"],
        MutualSociety = "mutual-society" ["Mutual society", "Mutualidad", "Mutuelle", "Mutualidade", "Mutualitat", "공제조합"],
        Foundation = "foundation" ["Foundation", "Fundación", "Fondation", "Fundação", "Fundació", "재단"],
        SocialEnterprise = "social-enterprise" ["Social enterprise", "Empresa social", "Entreprise sociale", "Empresa social", "Empresa social", "사회적기업"],
        SelfHelpGroup = "self-help-group" ["Self-help group", "Grupo de autoayuda", "Groupe d’entraide", "Grupo de autoajuda", "Grup d’ajuda mútua", "자조모임"],
        OtherSse = "other-sse" ["Other SSE entity", "Otra entidad de la ESS", "Autre entité de l’ESS", "Outra entidade da ESS", "Altra entitat de l’ESS", "그 밖의 사회연대경제 조직"],
        Federation = "federation" ["Federation or network", "Federación o red", "Fédération ou réseau", "Federação ou rede", "Federació o xarxa", "연합회 또는 네트워크"],
        LocalGovernment = "local-government" ["Local government", "Gobierno local", "Collectivité territoriale", "Governo local", "Govern local", "지방자치단체"],
        TradeUnion = "trade-union" ["Trade union", "Sindicato", "Syndicat", "Sindicato", "Sindicat", "노동조합"],
        Academia = "academia" ["University or research institute", "Universidad o instituto", "Université ou institut", "Universidade ou instituto", "Universitat o institut de recerca", "대학 또는 연구기관"],
        ConventionalEnterprise = "conventional-enterprise" ["Non-cooperative enterprise", "Empresa no cooperativa", "Entreprise non coopérative", "Empresa não cooperativa", "Empresa no cooperativa", "협동조합이 아닌 기업"],
        InternationalOrganisation = "international-organisation" ["International organisation", "Organismo internacional", "Organisation internationale", "Organismo internacional", "Organisme internacional", "국제기구"],
        Collective = "collective" ["Informal collective or movement", "Colectivo o movimiento", "Collectif ou mouvement", "Coletivo ou movimento", "Col·lectiu o moviment", "비공식 모임 또는 운동"],
    }
}

code_list! {
    /// Who the members are, whatever the legal form.
    pub enum MembershipBase: "membership base" {
        Consumers = "consumers" ["Consumers or users", "Consumidores o usuarios", "Consommateurs ou usagers", "Consumidores ou utilizadores", "Persones consumidores o usuàries", "소비자 또는 이용자"],
        Producers = "producers" ["Producers", "Productores", "Producteurs", "Produtores", "Productors", "생산자"],
        Workers = "workers" ["Workers", "Trabajadores", "Salariés", "Trabalhadores", "Persones treballadores", "노동자"],
        MultiStakeholder = "multi-stakeholder" ["Several kinds of members", "Varios tipos de socios", "Plusieurs catégories de membres", "Vários tipos de membros", "Diversos tipus de socis", "여러 유형의 조합원"],
        Residents = "residents" ["Residents or tenants", "Residentes o inquilinos", "Habitants ou locataires", "Moradores ou inquilinos", "Residents o llogaters", "주민 또는 세입자"],
        Community = "community" ["A community of interest", "Una comunidad de interés", "Une communauté d'intérêt", "Uma comunidade de interesse", "Una comunitat d’interès", "관심사를 함께하는 공동체"],
        Enterprises = "enterprises" ["Enterprises", "Empresas", "Entreprises", "Empresas", "Empreses", "기업"],
        SelfEmployed = "self-employed" ["Self-employed people", "Personas autónomas", "Travailleurs indépendants", "Trabalhadores independentes", "Persones autònomes", "자영업자와 프리랜서"],
        Cooperatives = "cooperatives" ["Cooperatives", "Cooperativas", "Coopératives", "Cooperativas", "Cooperatives", "협동조합들"],
        EmployeeTrust = "employee-trust" ["A trust for the employees", "Un fideicomiso de los empleados", "Une fiducie des salariés", "Um fundo dos empregados", "Un fideïcomís dels empleats", "종업원 신탁"],
        Others = "others" ["Others", "Otros", "Autres", "Outros", "Altres", "그 밖"],
    }
}

code_list! {
    /// How far an organization's work reaches.
    pub enum Scope: "scope" {
        Local = "local" ["Local", "Local", "Local", "Local", "Local", "지역"],
        Regional = "regional" ["Regional", "Regional", "Régional", "Regional", "Regional", "광역"],
        National = "national" ["National", "Nacional", "National", "Nacional", "Estatal", "전국"],
        International = "international" ["International", "Internacional", "International", "Internacional", "Internacional", "국제"],
    }
}
