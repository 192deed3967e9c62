// Jest setup provided by Grafana scaffolding
import './.config/jest-setup';
import { configure } from '@testing-library/react';

// A loaded machine takes its time; a test waits no longer than it has to.
configure({ asyncUtilTimeout: 10_000 });
