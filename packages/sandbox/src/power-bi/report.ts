import type { SandboxReport } from '../seed.ts';

/** A report, as the service shows it. */
export class Report {
  readonly id: string;
  readonly name: string;
  readonly datasetId: string;
  readonly pages: readonly string[];

  constructor({ id, name, datasetId, pages }: SandboxReport) {
    this.id = id;
    this.name = name;
    this.datasetId = datasetId;
    this.pages = pages;
  }

  /** The addresses name app.powerbi.com, as the real ones do; nothing in the sandbox goes there. */
  toJson(workspaceId: string): Record<string, unknown> {
    const { id, name, datasetId } = this;
    return {
      id,
      reportType: 'PowerBIReport',
      name,
      webUrl: `https://app.powerbi.com/groups/${workspaceId}/reports/${id}`,
      embedUrl: `https://app.powerbi.com/reportEmbed?reportId=${id}&groupId=${workspaceId}`,
      isOwnedByMe: true,
      datasetId,
      datasetWorkspaceId: workspaceId,
    };
  }

  pagesToJson(): readonly Record<string, unknown>[] {
    return this.pages.map((displayName, order) => ({ name: pageName(order), displayName, order }));
  }

  /** The display name of a page by its name; undefined when there is none. */
  page(name: unknown): string | undefined {
    return this.pages.find((_displayName, order) => pageName(order) === name);
  }
}

function pageName(order: number): string {
  return `ReportSection${order === 0 ? '' : order}`;
}
