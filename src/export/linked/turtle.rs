//! Things as Turtle (RDF 1.1), written by a library.

use std::io;

use oxrdf::vocab::rdf;
use oxrdf::{Literal, NamedNode, NamedNodeRef, TermRef, TripleRef};
use oxttl::TurtleSerializer;
use oxttl::turtle::LowLevelTurtleSerializer;

use super::terms::{Class, Prefix, Shape, Term};
use super::thing::{Thing, Value};
use crate::error::{Error, Result};

/// One document of Turtle, which grows thing by thing.
pub(in crate::export) struct Turtle(LowLevelTurtleSerializer);

impl Turtle {
    /// A document that is empty yet.
    ///
    /// # Errors
    /// [`Error::Internal`] when a prefix is none.
    pub(in crate::export) fn new() -> Result<Self> {
        let mut serializer = TurtleSerializer::new();
        for prefix in Prefix::ALL {
            serializer = serializer
                .with_prefix(prefix.as_str(), prefix.iri())
                .map_err(Error::internal)?;
        }
        Ok(Self(serializer.low_level()))
    }

    /// Writes what is said of a thing, and then of its parts.
    ///
    /// # Errors
    /// Those of `to`.
    pub(in crate::export) fn write(&mut self, thing: &Thing, to: &mut Vec<u8>) -> io::Result<()> {
        for class in &thing.classes {
            let class = class_iri(*class);
            self.triple(thing.id.as_ref(), rdf::TYPE, class.as_ref().into(), to)?;
        }
        for (term, value) in &thing.said {
            let predicate = term_iri(*term);
            let predicate = predicate.as_ref();
            let subject = thing.id.as_ref();
            match value {
                Value::Text(language, text) => {
                    // Languages are kept as codes of ISO 639, which all are tags.
                    let literal = Literal::new_language_tagged_literal_unchecked(text, language);
                    self.triple(subject, predicate, literal.as_ref().into(), to)?;
                }
                Value::Plain(text) => {
                    let literal = match term.shape() {
                        Shape::Typed(datatype) => {
                            Literal::new_typed_literal(text, iri(Prefix::Xsd, datatype))
                        }
                        _ => Literal::new_simple_literal(text),
                    };
                    self.triple(subject, predicate, literal.as_ref().into(), to)?;
                }
                Value::Link(other) if term.shape() == Shape::Back => {
                    self.triple(other.as_ref(), predicate, subject.into(), to)?;
                }
                Value::Link(other) | Value::Thing(Thing { id: other, .. }) => {
                    self.triple(subject, predicate, other.as_ref().into(), to)?;
                }
            }
        }
        for (_, value) in &thing.said {
            if let Value::Thing(part) = value {
                self.write(part, to)?;
            }
        }
        Ok(())
    }

    fn triple(
        &mut self,
        subject: NamedNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
        object: TermRef<'_>,
        to: &mut Vec<u8>,
    ) -> io::Result<()> {
        let triple = TripleRef::new(subject, predicate, object);
        self.0.serialize_triple(triple, to)
    }

    /// Ends the document.
    ///
    /// # Errors
    /// Those of `to`.
    pub(in crate::export) fn end(&mut self, to: &mut Vec<u8>) -> io::Result<()> {
        self.0.finish(to)
    }
}

fn class_iri(class: Class) -> NamedNode {
    let (prefix, local) = class.parts();
    iri(prefix, local)
}

fn term_iri(term: Term) -> NamedNode {
    let (prefix, local) = term.parts();
    iri(prefix, local)
}

fn iri(prefix: Prefix, local: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{}{local}", prefix.iri()))
}
