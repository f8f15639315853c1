//! Value streams for thalweg: lead, process and wait time, flow metrics and queues.
