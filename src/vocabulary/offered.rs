//! What is offered or sought, and on which terms.

code_list! {
    /// Whether something is offered or sought.
    pub enum Purpose: "purpose" {
        Offer = "offer" ["Offer", "Oferta", "Offre", "Oferta"],
        Need = "need" ["Need", "Necesidad", "Besoin", "Necessidade"],
    }
}

code_list! {
    /// What an offer gives or a need asks for.
    pub enum What: "what" {
        Product = "product" ["Product", "Producto", "Produit", "Produto"],
        Service = "service" ["Service", "Servicio", "Service", "Serviço"],
        SpaceEquipment = "space-equipment" ["Space or equipment", "Espacio o equipo", "Espace ou matériel", "Espaço ou equipamento"],
        MoneyGuarantee = "money-guarantee" ["Money or guarantee", "Dinero o aval", "Argent ou garantie", "Dinheiro ou garantia"],
        PeopleSkills = "people-skills" ["People and skills", "Personas y habilidades", "Personnes et compétences", "Pessoas e habilidades"],
        KnowledgeMentoring = "knowledge-mentoring" ["Knowledge or mentoring", "Conocimiento o mentoría", "Savoirs ou mentorat", "Conhecimento ou mentoria"],
        Visit = "visit" ["Visit", "Visita", "Visite", "Visita"],
        ProjectPartner = "project-partner" ["Project partner", "Socio de proyecto", "Partenaire de projet", "Parceiro de projeto"],
        Volunteers = "volunteers" ["Volunteers", "Voluntariado", "Bénévoles", "Voluntariado"],
    }
}

code_list! {
    /// On which terms it changes hands.
    pub enum Terms: "terms" {
        Sell = "sell" ["For sale", "En venta", "À vendre", "À venda"],
        Rent = "rent" ["For rent", "En alquiler", "À louer", "Para alugar"],
        Lend = "lend" ["On loan", "En préstamo", "En prêt", "Por empréstimo"],
        Give = "give" ["As a gift", "Como donación", "En don", "Como doação"],
        Barter = "barter" ["By barter or mutual credit", "Por trueque o crédito mutuo", "Par troc ou crédit mutuel", "Por troca ou crédito mútuo"],
        Together = "together" ["Done together", "Hacerlo en conjunto", "À faire ensemble", "Fazer em conjunto"],
        ToBeAgreed = "to-be-agreed" ["To be agreed", "A convenir", "À convenir", "A combinar"],
    }
}
