//! What is offered or sought, and on which terms.

code_list! {
    /// Whether something is offered or sought.
    pub enum Purpose: "purpose" {
        Offer = "offer" ["Offer", "Oferta", "Offre", "Oferta", "Oferta", "제공"],
        Need = "need" ["Need", "Necesidad", "Besoin", "Necessidade", "Necessitat", "필요"],
    }
}

code_list! {
    /// What an offer gives or a need asks for.
    pub enum What: "what" {
        Product = "product" ["Product", "Producto", "Produit", "Produto", "Producte", "물품"],
        Service = "service" ["Service", "Servicio", "Service", "Serviço", "Servei", "서비스"],
        SpaceEquipment = "space-equipment" ["Space or equipment", "Espacio o equipo", "Espace ou matériel", "Espaço ou equipamento", "Espai o equip", "공간 또는 장비"],
        MoneyGuarantee = "money-guarantee" ["Money or guarantee", "Dinero o aval", "Argent ou garantie", "Dinheiro ou garantia", "Diners o aval", "자금 또는 보증"],
        PeopleSkills = "people-skills" ["People and skills", "Personas y habilidades", "Personnes et compétences", "Pessoas e habilidades", "Persones i habilitats", "사람과 기술"],
        KnowledgeMentoring = "knowledge-mentoring" ["Knowledge or mentoring", "Conocimiento o mentoría", "Savoirs ou mentorat", "Conhecimento ou mentoria", "Coneixement o mentoria", "지식 또는 멘토링"],
        Visit = "visit" ["Visit", "Visita", "Visite", "Visita", "Visita", "방문"],
        ProjectPartner = "project-partner" ["Project partner", "Socio de proyecto", "Partenaire de projet", "Parceiro de projeto", "Soci de projecte", "프로젝트 파트너"],
        Volunteers = "volunteers" ["Volunteers", "Voluntariado", "Bénévoles", "Voluntariado", "Voluntariat", "자원봉사자"],
    }
}

code_list! {
    /// On which terms it changes hands.
    pub enum Terms: "terms" {
        Sell = "sell" ["For sale", "En venta", "À vendre", "À venda", "En venda", "판매"],
        Rent = "rent" ["For rent", "En alquiler", "À louer", "Para alugar", "En lloguer", "임대"],
        Lend = "lend" ["On loan", "En préstamo", "En prêt", "Por empréstimo", "En préstec", "대여"],
        Give = "give" ["As a gift", "Como donación", "En don", "Como doação", "Com a donació", "나눔"],
        Barter = "barter" ["By barter or mutual credit", "Por trueque o crédito mutuo", "Par troc ou crédit mutuel", "Por troca ou crédito mútuo", "Per bescanvi o crèdit mutu", "물물교환 또는 상호신용"],
        Together = "together" ["Done together", "Hacerlo en conjunto", "À faire ensemble", "Fazer em conjunto", "Fer-ho conjuntament", "함께하기"],
        ToBeAgreed = "to-be-agreed" ["To be agreed", "A convenir", "À convenir", "A combinar", "A convenir", "협의"],
    }
}
