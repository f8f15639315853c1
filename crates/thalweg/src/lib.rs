//! Leadership for flow, computed: the face of the thalweg workspace.
