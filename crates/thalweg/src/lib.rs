//! Leadership for flow, computed: the face of thalweg.

pub use thalweg_dora as dora;
pub use thalweg_model as model;
pub use thalweg_playbook as playbook;
pub use thalweg_review as review;
pub use thalweg_sources as sources;
pub use thalweg_stats as stats;
pub use thalweg_survey as survey;
pub use thalweg_topology as topology;
pub use thalweg_valuestream as valuestream;
