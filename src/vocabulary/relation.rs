//! Who attests something of an organization, and as what one organization belongs to another.
//!
//! It does not know who may say so.

code_list! {
    /// Who says what an attestation says.
    pub enum AttestationKind: "kind of attestation" {
        Register = "register" ["Register", "Registro", "Registre", "Registro"],
        Office = "office" ["Office", "Oficina", "Bureau", "Escritório"],
        Network = "network" ["Network", "Red", "Réseau", "Rede"],
        Itself = "self" ["The organization itself", "La propia organización", "L’organisation elle-même", "A própria organização"],
    }
}

code_list! {
    /// As what an organization belongs to another.
    pub enum MembershipRole: "role" {
        Member = "member" ["Member", "Integrante", "Membre", "Membro"],
        Delegate = "delegate" ["Delegate", "Delegada", "Déléguée", "Delegada"],
        Observer = "observer" ["Observer", "Observadora", "Observatrice", "Observadora"],
    }
}
