//! Who attests something of an organization, and as what one organization belongs to another.
//!
//! It does not know who may say so.

code_list! {
    /// Who says what an attestation says.
    pub enum AttestationKind: "kind of attestation" {
        Register = "register" ["Register", "Registro", "Registre", "Registro", "Registre", "등록부"],
        Office = "office" ["Office", "Oficina", "Bureau", "Escritório", "Oficina", "사무소"],
        Network = "network" ["Network", "Red", "Réseau", "Rede", "Xarxa", "네트워크"],
        Itself = "self" ["The organization itself", "La propia organización", "L’organisation elle-même", "A própria organização", "La mateixa organització", "단체 자신"],
    }
}

code_list! {
    /// As what an organization belongs to another.
    pub enum MembershipRole: "role" {
        Member = "member" ["Member", "Integrante", "Membre", "Membro", "Membre", "회원"],
        Delegate = "delegate" ["Delegate", "Delegada", "Déléguée", "Delegada", "Delegada", "대표 파견"],
        Observer = "observer" ["Observer", "Observadora", "Observatrice", "Observadora", "Observadora", "참관"],
    }
}
